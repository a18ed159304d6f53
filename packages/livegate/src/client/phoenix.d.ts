// The package has no types of its own; the live view client takes the class and asks no more of it.
declare module "phoenix" {
  export class Socket {
    constructor(endPoint: string, options?: object);
    /** Milliseconds for the WebSocket to answer before the client polls instead; 0: it never does. */
    longPollFallbackMs: number;
    isConnected(): boolean;
    onMessage(callback: () => void): string;
  }
}
