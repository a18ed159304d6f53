export const paths = definePaths({
  __schemas__: "/__folder__",
  __schema__New: "/__folder__/new",
  __schema__Edit: "/__folder__/:id/edit",
  __schema__: "/__folder__/:id",
  __schema__ShowEdit: "/__folder__/:id/show/edit",
});
