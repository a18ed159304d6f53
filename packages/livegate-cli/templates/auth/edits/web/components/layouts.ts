import { fetchCurrent__Schema__ } from "../__file__-auth.ts";
import { __schema__Menu } from "./__file__-menu.ts";
// @if live
import { reauthenticationSheet } from "./__folder__/reauthentication-sheet.ts";
// @end
