import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type BrowserDescription, describeBrowser } from "./describe-browser.ts";

const known: readonly (readonly [name: string, device: BrowserDescription["device"], userAgent: string])[] = [
  ["Firefox on Linux", "computer", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"],
  [
    "Firefox on Windows",
    "computer",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
  ],
  [
    "Firefox on macOS",
    "computer",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0",
  ],
  ["Firefox on Android", "phone", "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"],
  ["Firefox on Android", "tablet", "Mozilla/5.0 (Android 14; Tablet; rv:145.0) Gecko/145.0 Firefox/145.0"],
  [
    "Firefox on iPhone",
    "phone",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/145.0 Mobile/15E148 Safari/605.1.15",
  ],
  [
    "Chrome on Windows",
    "computer",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  ],
  [
    "Chrome on Android",
    "phone",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
  ],
  [
    "Chrome on Android",
    "tablet",
    "Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  ],
  [
    "Chrome on ChromeOS",
    "computer",
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  ],
  [
    "Chrome on Linux",
    "computer",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
  ],
  [
    "Chrome on iPhone",
    "phone",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0.7444.46 Mobile/15E148 Safari/604.1",
  ],
  [
    "Safari on macOS",
    "computer",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
  ],
  [
    "Safari on iPhone",
    "phone",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
  ],
  [
    "Safari on iPad",
    "tablet",
    "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1",
  ],
  [
    "Edge on Windows",
    "computer",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
  ],
  [
    "Edge on Android",
    "phone",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36 EdgA/142.0.0.0",
  ],
  [
    "Opera on macOS",
    "computer",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0",
  ],
  [
    "Samsung Internet on Android",
    "phone",
    "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
  ],
  [
    "A browser on iPhone",
    "phone",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
  ],
  ["Internet Explorer on Windows", "computer", "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko"],
  ["curl", "unknown", "curl/8.5.0"],
];

describe("a browser", () => {
  for (const [name, device, userAgent] of known) {
    it(`that says ${JSON.stringify(userAgent)} is ${name}, a ${device}`, () => {
      assert.deepEqual(describeBrowser(userAgent), { name, device });
    });
  }

  it("that says nothing is unknown", () => {
    for (const nothing of ["", "   ", "\u0000\u202e"]) {
      assert.deepEqual(describeBrowser(nothing), { name: "An unknown browser", device: "unknown" });
    }
  });

  it("that nobody knows is shown by its own text, shortened, on one line and without what turns text round", () => {
    assert.deepEqual(describeBrowser("Shelf Reader 2"), { name: "Shelf Reader 2", device: "unknown" });
    const { name } = describeBrowser(`evil\u202e\r\n${"é👩‍🚀".repeat(60)}`);
    assert.match(name, /^evil é/);
    assert.ok([...name].length <= 40 && name.endsWith("…"));
    assert.doesNotMatch(name, /[\u202e\r\n]/);
  });

  it("is what the beginning of its text says: what stands 400 characters behind it isn't looked for", () => {
    const far = `${" ".repeat(400)}Firefox/1`;
    assert.equal(describeBrowser(far).name, "An unknown browser");
  });
});
