// Log lines for people who debug tenon (TF_LOG, TENON_LOG); never what a command answers, and never
// a Value. Off unless switched on. Threads: any.
#pragma once

#include <string_view>

namespace tenon {

enum class LogLevel { Trace, Debug, Info, Warn, Error, Off };

// To standard error, or to `path` where it is not empty.
void set_log(LogLevel level, std::string_view path);
bool log_enabled(LogLevel level);
void log(LogLevel level, std::string_view message);

}  // namespace tenon
