using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Configuration;

/// <summary>A glob that limits what configuration says to some inputs.</summary>
/// <param name="Key">As the user finds it: "hosts.0.paths", "rules.RDP1002.paths.1".</param>
internal sealed record ConfiguredPath(string Key, Glob Glob, ConfigurationPlace Place);
