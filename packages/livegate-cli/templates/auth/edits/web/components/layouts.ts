import { fetchCurrent__Schema__ } from "../__file__-auth.ts";
import { __schema__Menu } from "./__file__-menu.ts";
