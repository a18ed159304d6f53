/** A browser in words that people know. */
export interface BrowserDescription {
  /** "Firefox on Android"; where nothing is known the browser's own text, shortened. */
  readonly name: string;
  readonly device: "phone" | "tablet" | "computer" | "unknown";
}

/** Characters that are looked at: more is no browser's. */
const READ_AT_MOST = 400;

/** Characters of a text that nobody can read anyway. */
const UNREADABLE_AT_MOST = 40;

/** What browsers are called. Most name others as well, so that pages take them for these: the more special ones come first. */
const browsers: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\b(?:Edg|EdgA|EdgiOS|Edge)\//, "Edge"],
  [/\b(?:OPR|OPT|OPX|OPiOS|Opera)[/ ]/, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\bYaBrowser\//, "Yandex Browser"],
  [/\b(?:DuckDuckGo|Ddg)\//, "DuckDuckGo"],
  [/\bBrave\//, "Brave"],
  [/\bUCBrowser\//, "UC Browser"],
  [/\bMiuiBrowser\//, "Mi Browser"],
  [/\b(?:HuaweiBrowser)\//, "Huawei Browser"],
  [/\bGSA\//, "Google app"],
  [/\bFB(?:AN|AV|_IAB)\b/, "Facebook app"],
  [/\bInstagram\b/, "Instagram app"],
  [/\b(?:Firefox|FxiOS|Focus)\//, "Firefox"],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, "Chrome"],
  [/\bChromium\//, "Chromium"],
  [/\b(?:Epiphany)\//, "GNOME Web"],
  [/\bVersion\/[\d.]+ (?:Mobile\/\w+ )?Safari\//, "Safari"],
  [/\b(?:MSIE |Trident\/)/, "Internet Explorer"],
  [/^curl\//, "curl"],
  [/^Wget\//, "Wget"],
  [/^python-requests\//, "A Python program"],
  [/^(?:node|undici)\b/, "A Node program"],
];

type System = readonly [pattern: RegExp, name: string, device: BrowserDescription["device"]];

/** What they run on. Android says Linux as well, and an iPhone Mac OS: these come before. */
const systems: readonly System[] = [
  [/\biPad\b/, "iPad", "tablet"],
  [/\biPhone\b/, "iPhone", "phone"],
  [/\biPod\b/, "iPod", "phone"],
  [/\bAndroid\b.*\b(?:TV|BRAVIA|AFT\w+)\b/, "a television", "unknown"],
  // Firefox on tablets says so; the others leave "Mobile" out.
  [/\bAndroid\b(?=.*\bTablet\b)/, "Android", "tablet"],
  [/\bAndroid\b(?=.*\bMobile\b)/, "Android", "phone"],
  [/\bAndroid\b/, "Android", "tablet"],
  [/\bWindows Phone\b/, "Windows Phone", "phone"],
  [/\bPlayStation\b/, "PlayStation", "unknown"],
  [/\bXbox\b/, "Xbox", "unknown"],
  [/\bCrOS\b/, "ChromeOS", "computer"],
  [/\bWindows\b/, "Windows", "computer"],
  [/\b(?:Macintosh|Mac OS X)\b/, "macOS", "computer"],
  [/\bLinux\b|\bX11\b/, "Linux", "computer"],
];

/**
 * What a browser calls itself, in words that people know.
 *
 * It is what the browser says, so it proves nothing. Names come from a table of ours; of a text that fits none, 40 characters are
 * shown, without control characters. An iPad whose browser asks for pages of computers says that it is a Mac.
 *
 * @example
 * describeBrowser("Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"); // { name: "Firefox on Android", device: "phone" }
 */
export function describeBrowser(userAgent: string): BrowserDescription {
  const text = userAgent.slice(0, READ_AT_MOST);
  const browser = browsers.find(([pattern]) => pattern.test(text))?.[1];
  const [, system, device = "unknown"] = systems.find(([pattern]) => pattern.test(text)) ?? [];
  if (browser !== undefined && system !== undefined) return { name: `${browser} on ${system}`, device };
  if (system !== undefined) return { name: `A browser on ${system}`, device };
  return { name: browser ?? shortened(text), device };
}

function shortened(text: string): string {
  const line = text.replaceAll(/[\p{C}\s]+/gu, " ").trim();
  if (line === "") return "An unknown browser";
  const signs = [...line];
  return signs.length <= UNREADABLE_AT_MOST
    ? line
    : `${signs
        .slice(0, UNREADABLE_AT_MOST - 1)
        .join("")
        .trimEnd()}…`;
}
