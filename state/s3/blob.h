// S3Blob: one workspace's state on S3: the text with its digest, the locks, the sidecar. See
// place.h. Threads: one at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "state/blob/place.h"
#include "state/s3/lock_table.h"
#include "state/s3/locks.h"
#include "state/s3/objects.h"
#include "state/s3/sidecar.h"

namespace tenon {

class S3Blob final : public StateBlob {
 public:
  S3Blob(std::shared_ptr<S3Connection> connection, const std::string& workspace);

  std::string where() const override;
  Result<BlobContent> read(const std::string& known_version) override;
  Result<std::string> write(std::string_view text, const std::string& expected) override;

  Result<std::unique_ptr<BlobLock>> try_lock(const LockNote& note, LockNote* holder) override;
  Result<std::optional<LockNote>> lock_holder() override;
  Status force_unlock(const std::string& id) override;

  bool has_sidecar() const override { return true; }
  Status append_journal(const std::string& run, std::string_view segment) override;
  Result<std::vector<std::string>> journal() override;
  Status clear_journal(const std::string& run, std::string_view history,
                       std::string_view keep) override;
  Result<std::vector<std::string>> history(std::size_t limit) override;

  // Text, digest and sidecar. NotFound where there is no text.
  Status remove();

 private:
  // Nothing where no table keeps digests, or it holds none of this text.
  Result<std::string> stored_digest();
  std::string digest_id() const;

  const std::shared_ptr<S3Connection> connection_;
  const std::string key_;
  S3Objects objects_;
  std::optional<S3LockTable> table_;
  S3Sidecar sidecar_;
  // What the table should say, where a run of ours was killed after it had written the text.
  std::string missing_digest_;
};

}  // namespace tenon
