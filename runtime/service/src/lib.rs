//! What every service process shares: configuration, the gRPC server, the machine's task, shutdown.
