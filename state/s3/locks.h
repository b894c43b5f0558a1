// S3Locks: who may write one state: Terraform's two locks, each where the backend asks for it. The
// object `KEY.tflock` (use_lockfile) is made by a conditional PUT; the item "bucket/key" of the
// DynamoDB table by a conditional PutItem; both hold the lock's note as JSON. Where both are asked
// for, the object comes first, as in Terraform. Threads: one at a time. Cost: one request for each
// to take, two (object) and one (item) to release: an object is looked at before it is deleted.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "state/blob/lock_note.h"
#include "state/s3/lock_table.h"
#include "state/s3/objects.h"

namespace tenon {

class S3Locks {
 public:
  S3Locks(const std::shared_ptr<S3Connection>& connection, const std::string& key);

  bool configured() const { return object_ || table_; }
  std::string id() const { return id_; }  // "bucket/key": LockID, and Path of a note

  // Conflict, with *holder filled as far as it can be read, where somebody has one of them.
  Status take(const LockNote& note, LockNote* holder);
  // Conflict where it is not this note's any more.
  Status release(const LockNote& note);
  Result<std::optional<LockNote>> holder();
  // Both that carry this id. NotFound where there is none at all, Conflict where another is held.
  Status force(const std::string& id);

 private:
  Result<std::optional<std::string>> object_text();
  Result<std::optional<std::string>> item_text();
  Status release_object(const std::string& id);

  S3Objects objects_;
  std::optional<S3LockTable> table_;
  const bool object_;
  const std::string id_;
  const std::string object_key_;
};

}  // namespace tenon
