import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { BrowserRouter, Route, Routes } from "react-router";
import { consolePath } from "./api/base-urls";
import { queryClient } from "./api/query-client";
import { Account } from "./pages/account/account";
import { Activity } from "./pages/activity/activity";
import { Audit } from "./pages/audit/audit";
import { ConsentPage } from "./pages/consent/consent";
import { Home } from "./pages/home";
import { InvitationPage } from "./pages/invitation/invitation";
import { Keys } from "./pages/keys/keys";
import { NotFound } from "./pages/not-found";
import { OrganizationPage } from "./pages/organization/organization";
import { Repositories } from "./pages/repositories/repositories";
import { RepositoryPage } from "./pages/repository/repository";
import { ProviderCallback } from "./pages/sign-in/provider-callback";
import { SignIn } from "./pages/sign-in/sign-in";
import { Users } from "./pages/users/users";
import { WebhookPage } from "./pages/webhooks/webhook";
import { Webhooks } from "./pages/webhooks/webhooks";
import { Welcome } from "./pages/welcome/welcome";
import { Shell } from "./shell/shell";
import { Loading } from "./ui/progress";

// The charts are most of the code, so they come with the page that draws them.
const Delivery = lazy(() => import("./pages/delivery/delivery"));

export const App = () => (
  <QueryClientProvider client={queryClient}>
    <BrowserRouter basename={consolePath}>
      <Routes>
        <Route path="/sign-in" element={<SignIn />} />
        <Route path="/signed-in" element={<ProviderCallback />} />
        <Route path="/invitation" element={<InvitationPage />} />
        <Route path="/connect/:id" element={<ConsentPage />} />
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
          <Route path="/activity" element={<Activity />} />
          <Route path="/keys" element={<Keys />} />
          <Route path="/organization" element={<OrganizationPage />} />
          <Route path="/webhooks" element={<Webhooks />} />
          <Route path="/webhooks/:id" element={<WebhookPage />} />
          <Route path="/users" element={<Users />} />
          <Route path="/audit" element={<Audit />} />
          <Route path="/account" element={<Account />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Routes>
    </BrowserRouter>
  </QueryClientProvider>
);
