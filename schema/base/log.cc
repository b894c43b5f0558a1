#include "schema/base/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

namespace tenon {

namespace {

LogLevel current_level = LogLevel::Off;  // set once by cli before any thread starts

spdlog::level::level_enum spdlog_level(LogLevel level) {
  return static_cast<spdlog::level::level_enum>(level);
}

}  // namespace

void set_log(LogLevel level, std::string_view path) {
  current_level = level;
  if (level == LogLevel::Off) return;
  std::shared_ptr<spdlog::logger> logger;
  try {
    if (!path.empty()) logger = spdlog::basic_logger_mt("tenon", std::string(path));
  } catch (const spdlog::spdlog_ex&) {
    logger = nullptr;  // an unwritable log file: standard error it is
  }
  if (logger == nullptr) logger = spdlog::stderr_logger_mt("tenon-stderr");
  logger->set_level(spdlog_level(level));
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(logger);
}

bool log_enabled(LogLevel level) {
  return level >= current_level && current_level != LogLevel::Off;
}

void log(LogLevel level, std::string_view message) {
  if (log_enabled(level)) spdlog::log(spdlog_level(level), "{}", message);
}

}  // namespace tenon
