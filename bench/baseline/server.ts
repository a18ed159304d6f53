// What the machine itself costs: node:http and ws with nothing between, sending the very bytes that the measured app sent.
//
//   node bench/baseline/server.ts FRAMES.json PORT
//
// GET / answers with the page. A socket's first message is answered with the join's reply, each later one with the event's
// reply; nothing is parsed. What comes to /chunks is written to a file and acknowledged. POST /bench/broadcast sends the push to every socket.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import { receiveChunks } from "./chunk-receiver.ts";
import type { SampleFrames } from "./sample-frames.ts";

const [, , file = "", port = "4200"] = process.argv;
const frames = JSON.parse(readFileSync(file, "utf8")) as SampleFrames; // Written by the run that starts this.
const [joinReply, eventReply, push] = [frames.joinReply, frames.eventReply, frames.push].map((text) =>
  Buffer.from(text),
);
const TEXT = { binary: false };

// Kept open for as long as the measured app does.
const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  if (request.method === "POST") {
    for (const socket of sockets.clients) socket.send(push!, TEXT);
    response.writeHead(204).end();
    return;
  }
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.setHeader("content-length", Buffer.byteLength(frames.page));
  response.end(frames.page);
});

const sockets = new WebSocketServer({ server, perMessageDeflate: false });
let receivers = 0;
sockets.on("connection", (socket: WebSocket, request) => {
  if (request.url === "/chunks") return void receiveChunks(socket, receivers++);
  socket.once("message", () => {
    socket.send(joinReply!, TEXT);
    socket.on("message", () => socket.send(eventReply!, TEXT));
  });
});

server.listen(Number(port), "127.0.0.1", () => console.log(process.pid));
process.on("SIGTERM", () => process.exit(0));
