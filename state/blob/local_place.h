// LocalPlace: state v4 in files, as Terraform's "local" backend keeps it: `path` for the workspace
// default, WORKSPACE_DIR/NAME/terraform.tfstate for the others, `.NAME.lock.info` beside each while
// it is locked, `.backup` with what was there before a run's first write. The lock is the kernel's
// on the file itself, of the kind that Terraform's conflicts with, so the two exclude each other,
// and a dead holder's is free. The working store lies beside it (tenon.db), so there is no sidecar.
#pragma once

#include <memory>
#include <string>

#include "schema/base/env.h"
#include "state/blob/place.h"

namespace tenon {

struct LocalOptions {
  std::string path = "terraform.tfstate";
  std::string workspace_dir = "terraform.tfstate.d";
  std::string out;     // -state-out: written instead of what was read
  std::string backup;  // -backup: instead of the path with ".backup"; "-": none
};

std::unique_ptr<StatePlace> make_local_place(Env& env, LocalOptions options);

extern const BackendKind kLocalBackend;

}  // namespace tenon
