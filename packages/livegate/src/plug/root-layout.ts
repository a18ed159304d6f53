import type { Html } from "../html/brand.ts";
import type { Flash } from "./flash.ts";

/** What a root layout is given: all that stands around a page, and is printed once. */
export interface RootLayoutProps {
  readonly inner: Html;
  readonly pageTitle: string | null;
  /** For `<meta name="csrf-token">`. */
  readonly csrfToken: string;
  /** For `<script nonce>` and `<style nonce>`. */
  readonly nonce: string;
  readonly flash: Flash;
  /** The path under which the app is mounted, for `<meta name="livegate-base">`: "" or "/shop". */
  readonly base: string;
  /** The address of a built file: "/assets/app.js" → "/assets/app-3f2a.js". */
  asset(path: string): string;
}

/** Prints the document around a page. */
export type RootLayout = (props: RootLayoutProps) => Html;
