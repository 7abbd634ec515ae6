using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Derivations.Identity;

/// <summary>
/// What a source says of a machine as a whole (space "machine": version, edition, name, domain), as the registry
/// values in which Windows keeps it, so that one set of settings serves both. A value that the
/// source states itself comes before.
/// </summary>
internal static class MachineValues
{
    private const string Space = "machine";
    private static readonly RegistryKey Version = RegistryKey.LocalMachine.Below(@"SOFTWARE\Microsoft\Windows NT\CurrentVersion");
    private static readonly RegistryKey ControlSet = RegistryKey.LocalMachine.Below(@"SYSTEM\CurrentControlSet");
    private static readonly RegistryKey Product = ControlSet.Below(@"Control\ProductOptions");
    private static readonly RegistryKey Tcpip = ControlSet.Below(@"Services\Tcpip\Parameters");

    public static SourceEvidence AddTo(SourceEvidence source)
    {
        if (source.Items.FirstOrDefault(item => item.Space == Space) is not { } machine)
        {
            return source;
        }

        // Beside a numbered control set the one in force could no longer be told.
        var stated = source.Observations.Select(observation => observation.Address).OfType<Address.Registry>().ToHashSet();
        var hasNumberedSet = stated.Any(address => address.Key.Path.StartsWith(@"HKLM\SYSTEM\ControlSet", StringComparison.OrdinalIgnoreCase));
        var values = ValuesOf(machine)
            .Where(value => value.Address is Address.Registry address && !stated.Contains(address) && !(hasNumberedSet && address.Key.IsWithin(ControlSet)));
        return source with { Observations = [.. values, .. source.Observations] };
    }

    private static IEnumerable<Observation> ValuesOf(Item machine)
    {
        foreach (var field in machine.Fields)
        {
            var (key, name, data) = (field.Name, field.Value) switch
            {
                ("os.build", SettingValue.Number number) => (Version, "CurrentBuildNumber", Text(number.ToString())),
                ("os.ubr", SettingValue.Number { Value: >= 0 and <= uint.MaxValue and var number }) => (Version, "UBR", RegistryData.Dword((uint)number)),
                ("os.edition", SettingValue.Text text) => (Version, "EditionID", Text(text.Value)),
                ("os.product-type", SettingValue.Number { Value: 1 }) => (Product, "ProductType", Text("WinNT")),
                ("os.product-type", SettingValue.Number { Value: 2 }) => (Product, "ProductType", Text("LanmanNT")),
                ("os.product-type", SettingValue.Number { Value: 3 }) => (Product, "ProductType", Text("ServerNT")),

                // The name of a domain is a member's; a machine of a workgroup has none.
                ("domain-joined", SettingValue.Flag { Value: false }) => (Tcpip, "NV Domain", Text("")),
                ("domain", SettingValue.Text text) when machine.Find("domain-joined")?.Value is SettingValue.Flag { Value: true } => (
                    Tcpip,
                    "NV Domain",
                    Text(text.Value)),
                _ => (Tcpip, "", null),
            };
            if (data is not null)
            {
                yield return new(new Address.Registry(RegistryHalf.Machine, key, name), new SettingValue.Registry(data), field.Location);
            }
        }

        static RegistryData Text(string value) => RegistryData.Text(RegistryType.String, value);
    }
}
