import { html } from "../html/html.ts";
import type { ErrorDocument } from "./error-document.ts";

/** The error pages of an app that has no document of its own for them. */
export const plainErrorDocument: ErrorDocument = ({ status, title, advice, requestId, base }) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${advice}</p>
<p><a href=${`${base}/`}>Go to the start page</a></p>
<p><small>Error ${status}${requestId && `, request ${requestId}`}</small></p>
</main>
</body>
</html>`;
