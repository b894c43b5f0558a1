#include "state/store.h"

namespace tenon {

bool Batch::empty() const {
  return open_intents.empty() && progress.empty() && put_rows.empty() && remove_rows.empty() &&
         move_rows.empty() && splices.empty() && close_intents.empty() && put_outputs.empty() &&
         remove_outputs.empty() && certificates.empty() && history.empty() && put_notes.empty() &&
         !identity;
}

Status Session::publish(const Lease&, const std::string&) { return ok_status(); }

Result<bool> Session::has_unpublished() { return false; }

}  // namespace tenon
