mod response;
mod sandbox_gateway;

pub use sandbox_gateway::SandboxGateway;
