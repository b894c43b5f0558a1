#include "state/s3/locks.h"

namespace tenon {

namespace {

// What cannot be read is somebody's all the same.
LockNote note_of(const std::optional<std::string>& text) {
  if (!text) return {};
  return lock_note_from_json(*text).value_or(LockNote());
}

}  // namespace

S3Locks::S3Locks(const std::shared_ptr<S3Connection>& connection, const std::string& key)
    : objects_(connection),
      object_(connection->settings().use_lockfile),
      id_(connection->settings().bucket + "/" + key),
      object_key_(key + ".tflock") {
  if (!connection->settings().dynamodb_table.empty()) table_.emplace(connection);
}

Result<std::optional<std::string>> S3Locks::object_text() {
  ASSIGN_OR_RETURN(S3Object object, objects_.get(object_key_));
  if (!object.exists) return std::optional<std::string>();
  return std::optional<std::string>(std::move(object.text));
}

Result<std::optional<std::string>> S3Locks::item_text() { return table_->get(id_, "Info"); }

Status S3Locks::take(const LockNote& note, LockNote* holder) {
  const std::string json = lock_note_json(note);
  if (object_) {
    const auto made = objects_.put(object_key_, json, PutIf::Absent);
    if (!made) {
      if (made.error().category == ErrorCategory::Conflict)
        *holder = note_of(object_text().value_or(std::nullopt));
      if (made.error().category == ErrorCategory::Unsupported) {
        return make_error(
            ErrorCategory::Unsupported,
            made.error().message +
                ", so use_lockfile keeps nobody out there. Use dynamodb_table instead");
      }
      return made.error();
    }
  }
  if (!table_) return ok_status();
  const Status made = table_->put_if_absent(id_, "Info", json);
  if (made) return ok_status();
  if (made.error().category == ErrorCategory::Conflict)
    *holder = note_of(item_text().value_or(std::nullopt));
  if (object_) {
    const Status given_back = release_object(note.id);
    if (!given_back) {
      return make_error(made.error().category,
                        made.error().message + ". The lock object s3://" + id_ +
                            ".tflock, taken before, could not be given back either: " +
                            given_back.error().message,
                        made.error().code);
    }
  }
  return made;
}

Status S3Locks::release_object(const std::string& id) {
  ASSIGN_OR_RETURN(const std::optional<std::string> text, object_text());
  if (!text || note_of(text).id != id) {
    return make_error(ErrorCategory::Conflict, "the lock object s3://" + id_ +
                                                   ".tflock is not this run's any more (" + id +
                                                   "): somebody forced it open");
  }
  return objects_.remove(object_key_);
}

Status S3Locks::release(const LockNote& note) {
  Status first = ok_status();
  if (object_) first = release_object(note.id);
  if (table_) {
    Status second = table_->remove_if(id_, "Info", lock_note_json(note));
    if (!second && first) {
      if (second.error().category == ErrorCategory::Conflict) {
        return make_error(ErrorCategory::Conflict,
                          "the lock " + id_ +
                              " in the DynamoDB table is not this run's any more (" + note.id +
                              "): somebody forced it open");
      }
      return second;
    }
  }
  return first;
}

Result<std::optional<LockNote>> S3Locks::holder() {
  std::optional<std::string> text;
  if (object_) {
    ASSIGN_OR_RETURN(text, object_text());
  }
  if (!text && table_) {
    ASSIGN_OR_RETURN(text, item_text());
  }
  if (!text) return std::optional<LockNote>();
  return std::optional<LockNote>(note_of(text));
}

Status S3Locks::force(const std::string& id) {
  bool found = false;
  bool other = false;
  if (object_) {
    ASSIGN_OR_RETURN(const auto text, object_text());
    if (text && note_of(text).id == id) {
      RETURN_IF_ERROR(objects_.remove(object_key_));
      found = true;
    } else if (text) {
      other = true;
    }
  }
  if (table_) {
    ASSIGN_OR_RETURN(const auto text, item_text());
    if (text && note_of(text).id == id) {
      RETURN_IF_ERROR(table_->remove_if(id_, "Info", *text));
      found = true;
    } else if (text) {
      other = true;
    }
  }
  if (found) return ok_status();
  if (!other) return make_error(ErrorCategory::NotFound, "nobody holds a lock of s3://" + id_);
  ASSIGN_OR_RETURN(const auto now, holder());
  return make_error(ErrorCategory::Conflict, "s3://" + id_ + " is locked under another id: " +
                                                 lock_note_text(now.value_or(LockNote())));
}

}  // namespace tenon
