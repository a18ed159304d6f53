import { Leaf } from "./leaf.ts";
import type { PrintContext } from "./print-context.ts";

class PageConstant extends Leaf {
  readonly #name: "csrfToken" | "nonce";

  constructor(name: "csrfToken" | "nonce") {
    super();
    this.#name = name;
  }

  text(context: PrintContext): string {
    return context[this.#name];
  }
}

/** The page's CSRF token as a slot value: `<meta name="csrf-token" content=${csrfToken}>`. */
export const csrfToken: Leaf = new PageConstant("csrfToken");

/** The page's CSP nonce as a slot value: `<script nonce=${nonce} src=${asset("/assets/app.js")}></script>`. */
export const nonce: Leaf = new PageConstant("nonce");
