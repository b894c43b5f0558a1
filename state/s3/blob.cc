#include "state/s3/blob.h"

#include "schema/base/digest.h"

namespace tenon {

namespace {

// Between a PutObject and the digest that follows it a reader sees them disagree: Terraform's
// patience with that.
constexpr std::chrono::milliseconds kDigestPatience{10'000};
constexpr std::chrono::milliseconds kDigestPause{500};

// A version is the ETag, and where a table keeps digests the text's MD5 behind a space.
std::string etag_of(const std::string& version) { return version.substr(0, version.find(' ')); }
std::string digest_of(const std::string& version) {
  const auto space = version.find(' ');
  return space == std::string::npos ? std::string() : version.substr(space + 1);
}

// What is no MD5 is no digest: Terraform does not compare with it either.
bool is_md5(const std::string& text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// Apart from the blob, because a lock may outlive it.
class S3Lock final : public BlobLock {
 public:
  S3Lock(S3Locks locks, LockNote note) : locks_(std::move(locks)), note_(std::move(note)) {}
  ~S3Lock() override {
    const Status ignored = release();
    (void)ignored;
  }
  S3Lock(const S3Lock&) = delete;
  S3Lock& operator=(const S3Lock&) = delete;

  const LockNote& note() const override { return note_; }
  Status release() override {
    if (released_) return ok_status();
    released_ = true;
    return locks_.release(note_);
  }

 private:
  S3Locks locks_;
  const LockNote note_;
  bool released_ = false;
};

}  // namespace

S3Blob::S3Blob(std::shared_ptr<S3Connection> connection, const std::string& workspace)
    : connection_(std::move(connection)),
      key_(s3_key_of(connection_->settings(), workspace)),
      objects_(connection_),
      sidecar_(connection_, key_) {
  if (!connection_->settings().dynamodb_table.empty()) table_.emplace(connection_);
}

std::string S3Blob::where() const { return "s3://" + connection_->settings().bucket + "/" + key_; }

std::string S3Blob::digest_id() const {
  return connection_->settings().bucket + "/" + key_ + "-md5";
}

Result<std::string> S3Blob::stored_digest() {
  if (!table_) return std::string();
  ASSIGN_OR_RETURN(const std::optional<std::string> found, table_->get(digest_id(), "Digest"));
  return found && is_md5(*found) ? *found : std::string();
}

Result<BlobContent> S3Blob::read(const std::string& known_version) {
  const auto until = connection_->env().monotonic() + kDigestPatience;
  while (true) {
    ASSIGN_OR_RETURN(S3Object object, objects_.get(key_, etag_of(known_version)));
    BlobContent content;
    content.exists = object.exists;
    content.unchanged = object.unchanged;
    content.version = object.etag;
    content.text = std::move(object.text);
    if (!table_) return content;
    std::string digest;
    if (content.exists)
      digest = content.unchanged ? digest_of(known_version) : to_hex(md5(content.text));
    if (!digest.empty()) content.version += " " + digest;
    ASSIGN_OR_RETURN(const std::string stored, stored_digest());
    if (stored.empty() || stored == digest) return content;
    if (content.unchanged) {
      ASSIGN_OR_RETURN(object, objects_.get(key_));
    }
    if (!digest.empty() && object.replaces == stored) {
      // The text says itself that it replaced the one whose digest is in the table: whoever wrote
      // it was killed before it could write the digest, too.
      missing_digest_ = digest;
      return content;
    }
    if (connection_->env().monotonic() >= until) {
      return make_error(
          ErrorCategory::Corrupt,
          "the state in S3 does not have the expected content. " + where() +
              (digest.empty() ? std::string(" does not exist") : " has the MD5 " + digest) +
              ", but the item \"" + digest_id() + "\" of the DynamoDB table " +
              connection_->settings().dynamodb_table + " says " + stored +
              ". Either a write of it was cut off in the middle, or somebody replaced the object "
              "by hand. Look at the object (its earlier versions, where the bucket keeps them); "
              "if it is right, " +
              (digest.empty() ? std::string("remove that item")
                              : "set the item's Digest to " + digest));
    }
    connection_->env().sleep(kDigestPause);
  }
}

Result<std::string> S3Blob::write(std::string_view text, const std::string& expected) {
  const auto etag =
      objects_.put_if_possible(key_, text, expected.empty() ? PutIf::Absent : PutIf::Matches,
                               etag_of(expected), digest_of(expected));
  if (!etag) {
    if (etag.error().category != ErrorCategory::Conflict) return etag.error();
    return make_error(
        ErrorCategory::Conflict,
        where() + " was changed by somebody else since it was read (" + etag.error().message + ")",
        etag.error().code);
  }
  if (!table_) return *etag;
  const std::string digest = to_hex(md5(text));
  missing_digest_.clear();
  const Status put = table_->put(digest_id(), "Digest", digest);
  if (!put) {
    return make_error(put.error().category,
                      where() + " was written, but its digest could not be: " +
                          put.error().message + ". Until the item \"" + digest_id() +
                          "\" has the Digest " + digest + ", nobody can read this state",
                      put.error().code);
  }
  return *etag + " " + digest;
}

Result<std::unique_ptr<BlobLock>> S3Blob::try_lock(const LockNote& note, LockNote* holder) {
  S3Locks locks(connection_, key_);
  LockNote ours = note;
  ours.path = locks.id();
  RETURN_IF_ERROR(locks.take(ours, holder));
  return std::unique_ptr<BlobLock>(std::make_unique<S3Lock>(std::move(locks), std::move(ours)));
}

Result<std::optional<LockNote>> S3Blob::lock_holder() {
  return S3Locks(connection_, key_).holder();
}

Status S3Blob::force_unlock(const std::string& id) { return S3Locks(connection_, key_).force(id); }

Status S3Blob::append_journal(const std::string& run, std::string_view segment) {
  Status done = sidecar_.append(run, segment);
  if (done) return done;
  return std::move(done).error().with_context(
      "the journal beside " + where() +
      " could not be written, without which an interrupted run could lose what it made");
}

Result<std::vector<std::string>> S3Blob::journal() {
  auto segments = sidecar_.read_all();
  if (segments) return segments;
  return std::move(segments).error().with_context(
      "the journal beside " + where() +
      " could not be read, which says whether an earlier run was interrupted");
}

Status S3Blob::clear_journal(const std::string& run, std::string_view history,
                             std::string_view keep) {
  if (!missing_digest_.empty()) {
    RETURN_IF_ERROR(table_->put(digest_id(), "Digest", missing_digest_));
    missing_digest_.clear();
  }
  return sidecar_.clear(run, history, keep);
}

Result<std::vector<std::string>> S3Blob::history(std::size_t limit) {
  return sidecar_.history(limit);
}

Status S3Blob::remove() {
  ASSIGN_OR_RETURN(const S3Object object, objects_.get(key_));
  if (!object.exists) return make_error(ErrorCategory::NotFound, "there is no " + where());
  RETURN_IF_ERROR(objects_.remove(key_));
  if (table_) RETURN_IF_ERROR(table_->remove(digest_id()));
  return sidecar_.remove_everything();
}

}  // namespace tenon
