/** Adds an element of ours to the page, outside of every view. Its sheet is made by script: a nonce policy allows that. */
export function addElement(className: string, style: string): HTMLElement {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets.push(sheet);
  const element = document.createElement("div");
  element.className = className;
  return document.body.appendChild(element);
}
