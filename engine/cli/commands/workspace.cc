// Workspaces: several states of one configuration.
#include <algorithm>

#include "engine/cli/commands/commands.h"
#include "engine/cli/run.h"
#include "schema/base/text.h"

namespace tenon::cli {

namespace {

// What is no part of a path or an address, as Terraform demands: a name that a URL's path can hold
// as it is.
bool is_workspace_name(const std::string& name) {
  return !name.empty() && name.size() <= 90 &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  std::string_view("-_.~$&+:=@").find(static_cast<char>(c)) !=
                      std::string_view::npos;
         });
}

bool fail(Project& project, const std::string& summary, const std::string& detail) {
  project.report("E0654", summary, detail);
  return false;
}

// The names, "default" and the current one included. The store is open then.
bool list(Project& project, std::vector<std::string>& names) {
  Diagnostics ignored;
  project.load(ignored);
  if (const Status opened = project.open_store(); !opened) {
    project.report_state_error(opened.error());
    return false;
  }
  auto found = project.store().state_names();
  if (!found) {
    project.report("E0602", "State cannot be read", found.error().message);
    return false;
  }
  for (const std::string& name : *found) {
    if (name.find('/') == std::string::npos) names.push_back(name);
  }
  names.push_back("default");
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return true;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The one name that the command takes.
bool take_name(Project& project, std::string& name) {
  const auto& arguments = project.options().arguments;
  if (arguments.size() != 1)
    return fail(project, "Workspace name needed",
                "tenon " + project.options().command + " takes one name of a workspace.");
  name = arguments[0];
  if (is_workspace_name(name)) return true;
  return fail(project, "Invalid workspace name",
              "\"" + name +
                  "\" is no name of a workspace: letters, digits and - _ . ~ are, at most 90 of "
                  "them.");
}

bool not_overridden(Project& project) {
  if (!project.workspace_is_overridden()) return true;
  return fail(project, "Workspace is overridden",
              "The environment variable TF_WORKSPACE says that the workspace is \"" +
                  project.state_name() + "\". Unset it to choose another one.");
}

bool select(Project& project, const std::string& name) {
  const Status selected = project.select_workspace(name);
  if (selected) return true;
  return fail(project, "Workspace cannot be selected", selected.error().message);
}

bool create(Project& project, const std::string& name) {
  if (!select(project, name)) return false;
  Session* session = project.session_or_report();
  if (session == nullptr) return false;
  LeaseScope scope;
  scope.whole_state = true;
  const auto lease = take_lease(project, *session, scope, "workspace new");
  return lease != nullptr && publish(project, *session, *lease, new_run_id(project.env()));
}

}  // namespace

int run_workspace_show(Project& project) {
  project.print(project.state_name() + "\n");
  return kDone;
}

int run_workspace_list(Project& project) {
  std::vector<std::string> names;
  if (!list(project, names)) return kError;
  std::string text;
  for (const std::string& name : names)
    text += (name == project.state_name() ? "* " : "  ") + name + "\n";
  project.print(text + "\n");
  if (project.workspace_is_overridden()) {
    project.print("The environment variable TF_WORKSPACE says that the workspace is \"" +
                  project.state_name() + "\".\n");
  }
  return kDone;
}

int run_workspace_new(Project& project) {
  std::string name;
  std::vector<std::string> names;
  if (!take_name(project, name) || !not_overridden(project) || !list(project, names)) return kError;
  if (has(names, name)) {
    fail(project, "Workspace already exists",
         "There is a workspace \"" + name + "\" already: tenon workspace select " + name + ".");
    return kError;
  }
  if (!create(project, name)) return kError;
  project.print("Created and switched to workspace \"" + name +
                "\"!\n\nIts state is empty: plan shows everything as new.\n");
  return kDone;
}

int run_workspace_select(Project& project) {
  std::string name;
  std::vector<std::string> names;
  if (!take_name(project, name) || !not_overridden(project) || !list(project, names)) return kError;
  if (!has(names, name)) {
    if (!project.options().or_create) {
      fail(project, "Workspace does not exist",
           "There is no workspace \"" + name + "\"." + did_you_mean(name, names) +
               " tenon workspace new " + name + " makes it.");
      return kError;
    }
    if (!create(project, name)) return kError;
    project.print("Created and switched to workspace \"" + name + "\"!\n");
    return kDone;
  }
  if (!select(project, name)) return kError;
  project.print("Switched to workspace \"" + name + "\".\n");
  return kDone;
}

int run_workspace_delete(Project& project) {
  std::string name;
  std::vector<std::string> names;
  if (!take_name(project, name) || !list(project, names)) return kError;
  if (name == "default" || name == project.state_name() || !has(names, name)) {
    fail(project, "Workspace cannot be deleted",
         name == "default" ? "The workspace default always exists."
         : name == project.state_name()
             ? "\"" + name + "\" is the current workspace. Select another one first."
             : "There is no workspace \"" + name + "\"." + did_you_mean(name, names));
    return kError;
  }
  auto session = project.store().open(name);
  const auto snapshot =
      session ? (*session)->snapshot() : Result<std::shared_ptr<const Snapshot>>(session.error());
  if (!snapshot) {
    project.report("E0602", "State cannot be read", snapshot.error().message);
    return kError;
  }
  const std::size_t objects = (*snapshot)->size();
  if (objects > 0 && !project.options().force) {
    fail(project, "Workspace is not empty",
         "\"" + name + "\" knows " + std::to_string(objects) +
             " object(s), which would go on existing with nobody to look after them. Destroy them "
             "first (tenon destroy), or say -force.");
    return kError;
  }
  const Status removed = project.store().remove_state(name);
  if (!removed) {
    fail(project, "Workspace cannot be deleted", removed.error().message);
    return kError;
  }
  project.print("Deleted workspace \"" + name + "\"!\n");
  if (objects > 0)
    project.print("Its " + std::to_string(objects) + " object(s) may exist still.\n");
  return kDone;
}

}  // namespace tenon::cli
