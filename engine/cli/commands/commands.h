// One function a command; each returns the exit code.
#pragma once

#include "engine/cli/project.h"

namespace tenon::cli {

int run_version(Project& project);
int run_init(Project& project);
int run_validate(Project& project);
int run_plan(Project& project);
int run_apply(Project& project);
int run_drift(Project& project);
int run_recover(Project& project);
int run_show(Project& project);
int run_output(Project& project);
int run_console(Project& project);
int run_graph(Project& project);
int run_state_list(Project& project);
int run_state_show(Project& project);
int run_state_rm(Project& project);
int run_state_mv(Project& project);
int run_state_pull(Project& project);
int run_state_push(Project& project);
int run_state_import(Project& project);
int run_workspace_list(Project& project);
int run_workspace_show(Project& project);
int run_workspace_new(Project& project);
int run_workspace_select(Project& project);
int run_workspace_delete(Project& project);
int run_force_unlock(Project& project);

}  // namespace tenon::cli
