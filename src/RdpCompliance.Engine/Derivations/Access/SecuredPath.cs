using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Derivations.Access;

/// <summary>
/// The path of something that a descriptor protects, however a tool writes it: PowerShell's provider before it, either slash, another name of a root key.
/// </summary>
internal sealed record SecuredPath(string Text, SecuredObject Kind)
{
    private const string ProviderEnd = "::";

    /// <summary>HKLM as security templates call it.</summary>
    private const string MachineRoot = "MACHINE\\";

    public string Name => Text[(Text.LastIndexOf('\\') + 1)..];

    public string Folder => Text.LastIndexOf('\\') is var slash and >= 0 ? Text[..slash] : "";

    /// <param name="kind">"file", "folder", "registry-key" or "service"; <see langword="null"/> where the source does not say.</param>
    public static SecuredPath Of(string path, string? kind)
    {
        var bare = path.IndexOf(ProviderEnd, StringComparison.Ordinal) is var provider and >= 0 ? path[(provider + ProviderEnd.Length)..] : path;
        if (
            kind is null or "registry-key"
            && RegistryKey.TryParse(bare.StartsWith(MachineRoot, StringComparison.OrdinalIgnoreCase) ? $"HKLM\\{bare[MachineRoot.Length..]}" : bare) is { } key)
        {
            return new(key.Path, SecuredObject.RegistryKey);
        }

        return new(bare.Replace('/', '\\').TrimEnd('\\'), kind switch
        {
            "registry-key" => SecuredObject.RegistryKey,
            "service" => SecuredObject.Service,
            _ => SecuredObject.File,
        });
    }
}
