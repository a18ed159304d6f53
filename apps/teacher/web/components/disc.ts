import { lineIcon } from "livegate/components";

/** A record, from above. */
export const disc = lineIcon("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 6a3 3 0 1 0 0 6 3 3 0 0 0 0-6z");
