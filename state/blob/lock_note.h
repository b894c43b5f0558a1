// LockNote: what a holder writes into a lock so that others know who has it: Terraform's lock info,
// the same JSON in a `.terraform.tfstate.lock.info` file, a `.tflock` object and a DynamoDB item.
#pragma once

#include <string>
#include <string_view>

#include "schema/base/env.h"
#include "schema/base/result.h"

namespace tenon {

struct LockNote {
  std::string id;         // a UUID, what force-unlock takes
  std::string operation;  // "OperationTypeApply" from Terraform; "apply" from us
  std::string info;
  std::string who;      // ann@build-7
  std::string version;  // of Terraform; we say 1.11.4
  std::string created;  // 2026-11-21T08:40:18.123456789Z
  std::string path;     // of the state
};

// A fresh note for a lock of ours.
LockNote new_lock_note(Env& env, const std::string& operation, const std::string& path);
// {"ID":…,"Operation":…,"Info":…,"Who":…,"Version":…,"Created":…,"Path":…}
std::string lock_note_json(const LockNote& note);
Result<LockNote> lock_note_from_json(std::string_view text);
// One sentence for people: who, since when, for what.
std::string lock_note_text(const LockNote& note);

}  // namespace tenon
