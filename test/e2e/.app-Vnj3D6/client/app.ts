
import { connect } from "livegate/client";
const Run = { mounted() { window.run = (operations) => new Promise((done) => this.pushEvent("run", operations, done)); } };
window.liveSocket = connect({ hooks: { Run } });
