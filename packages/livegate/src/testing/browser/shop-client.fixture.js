import { connect } from "livegate/client";

/** Asks the server as soon as it is there, and shows what it says. */
const Chart = {
  async mounted() {
    const { double } = await this.pushEvent("ask", { n: 4 });
    this.el.dataset.answer = String(double);
    this.handleEvent("saved", ({ at }) => (document.body.dataset.saved = String(at)));
  },
};

connect({ hooks: { Chart } });
