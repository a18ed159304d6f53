#!/usr/bin/env node
// `npm create livegate my-app` is `livegate new my-app`.
process.argv.splice(2, 0, "new");
await import("livegate-cli/bin/livegate.js");
