// The package's own types would bring a browser's globals into every file; the kit asks for this much.
declare module "jsdom" {
  export class VirtualConsole {
    on(event: string, listen: (...args: unknown[]) => void): this;
  }

  export class JSDOM {
    constructor(page: string, options?: object);
    readonly window: import("./dom.ts").DomWindow;
    getInternalVMContext(): import("node:vm").Context;
  }
}
