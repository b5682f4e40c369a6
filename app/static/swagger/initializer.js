// Shows our own document with our own files; no validator and no other address is ever asked.
window.ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger",
  deepLinking: true,
  validatorUrl: null,
  queryConfigEnabled: false,
  persistAuthorization: false,
  docExpansion: "none",
  tryItOutEnabled: true,
});
