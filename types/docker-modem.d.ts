// The part of docker-modem that follows redirects; dockerode's types leave it out.
declare module 'docker-modem/lib/http.js' {
  const http: { maxRedirects: number };
  export default http;
}
