// The page's <base> names where the console is served; the API lives one level above it.
const consoleBase = new URL(document.baseURI);

export const consolePath = consoleBase.pathname.replace(/\/$/, "");
export const serverRoot = new URL("..", consoleBase).href.replace(/\/$/, "");
