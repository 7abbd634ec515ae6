using RdpCompliance.Cli.Configuration.States;
using RdpCompliance.Engine.Policies.Loading;

namespace RdpCompliance.Cli;

/// <summary>A folder of rules that a user has, and what they are to the built-in ones.</summary>
/// <param name="Folder">Its full path.</param>
/// <param name="State">
/// The state of the repository in which it is read, where the configuration comes from there; <see langword="null"/> = the disk.
/// </param>
internal sealed record OwnRules(string Folder, PackUse Use, RepositoryState? State);
