import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { BrowserRouter, Route, Routes } from "react-router";
import { consolePath } from "./api/place";
import { queries } from "./api/queries";
import { Account } from "./pages/account/account";
import { Home } from "./pages/home";
import { Keys } from "./pages/keys/keys";
import { NotFound } from "./pages/not-found";
import { Repositories } from "./pages/repositories/repositories";
import { RepositoryPage } from "./pages/repository/repository";
import { SignIn } from "./pages/sign-in/sign-in";
import { Welcome } from "./pages/welcome/welcome";
import { Shell } from "./shell/shell";
import { Loading } from "./ui/progress";

// The charts are most of the code, so they come with the page that draws them.
const Delivery = lazy(() => import("./pages/delivery/delivery"));

export const App = () => (
  <QueryClientProvider client={queries}>
    <BrowserRouter basename={consolePath}>
      <Routes>
        <Route path="/sign-in" element={<SignIn />} />
        <Route element={<Shell />}>
          <Route index element={<Home />} />
          <Route path="/welcome" element={<Welcome />} />
          <Route
            path="/delivery"
            element={
              <Suspense fallback={<Loading what="delivery" />}>
                <Delivery />
              </Suspense>
            }
          />
          <Route path="/repositories" element={<Repositories />} />
          <Route path="/repositories/:id" element={<RepositoryPage />} />
          <Route path="/keys" element={<Keys />} />
          <Route path="/account" element={<Account />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Routes>
    </BrowserRouter>
  </QueryClientProvider>
);
