using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Host;

/// <summary>
/// What Get-NetFirewallProfile lists. Asked without -PolicyStore it shows the store of the machine and not what is in force beside group
/// policy, so a profile becomes the registry values in which Windows keeps
/// that store. GpoBoolean is 0, 1 and 2 for "not configured", an action 2, 4 and 0; what is not configured is not stated.
/// https://learn.microsoft.com/powershell/module/netsecurity/get-netfirewallprofile
/// </summary>
internal static class FirewallProfileListing
{
    public const string Space = "firewall-profile";

    private static readonly DiagnosticDescriptor Wrong =
        new("RDP0199", DiagnosticEffect.Damage, "'{0}' is the value of '{1}' of a profile; one of {2} was expected.");

    private static readonly RegistryKey Store = RegistryKey.LocalMachine.Below(@"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy");
    private static readonly (string Number, string Name, uint? Data)[] OnOrOff = [("0", "False", 0), ("1", "True", 1),
        ("2", "NotConfigured", null)];
    private static readonly (string Number, string Name, uint? Data)[] OffOrOn = [("0", "False", 1), ("1", "True", 0),
        ("2", "NotConfigured", null)];
    private static readonly (string Number, string Name, uint? Data)[] Action = [("2", "Allow", 0), ("4", "Block", 1),
        ("0", "NotConfigured", null)];

    /// <summary>DoNotAllowExceptions says the opposite of AllowInboundRules.</summary>
    private static readonly (string Property, string Value, (string Number, string Name, uint? Data)[] Meanings)[] Properties =
        [("Enabled", "EnableFirewall", OnOrOff), ("DefaultInboundAction", "DefaultInboundAction", Action),
            ("AllowInboundRules", "DoNotAllowExceptions", OffOrOn)];

    public static FieldForm Name { get; } = FieldForm.Choice((1, "Domain", "DomainProfile"), (2, "Private", "StandardProfile"),
        (4, "Public", "PublicProfile"));

    /// <param name="key">The name of the profile's key.</param>
    public static IEnumerable<Observation> ValuesOf(Node.Object body, string key, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        foreach (var (property, name, meanings) in Properties)
        {
            if (body.Properties.FirstOrDefault(one => one.Name == property)?.Value is not { } stated
                || FieldForm.Unwrap(stated) is not { } value || value is Node.Null)
            {
                continue;
            }

            var shown = value is Node.Number number && FieldForm.Whole(number) is { } whole ? whole.ToString(CultureInfo.InvariantCulture)
                : FieldForm.Shown(value);
            var meaning = Array.Find(meanings, one => one.Number == shown || one.Name.Equals(shown, StringComparison.OrdinalIgnoreCase));
            if (meaning.Name is null)
            {
                diagnostics.Add(new(Wrong, value.Location, shown, property, string.Join(", ", meanings.Select(one => one.Name))));
            }

            if (meaning.Name is null || meaning.Data is not null)
            {
                SettingValue said = meaning.Data is { } data ? new SettingValue.Registry(RegistryData.Dword(data))
                    : new SettingValue.Unresolved(UnknownReason.WrongType, shown);
                yield return new(new Address.Registry(RegistryHalf.Machine, Store.Below(key), name), said, value.Location);
            }
        }
    }
}
