using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Realms;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Scanning;

/// <summary>What a pack needs to read, so that large sources are navigated instead of read whole.</summary>
public static class PackDemand
{
    // Names of machines and their places in the directory, the control set in force and installed roles are needed whatever the rules ask.
    private static readonly string[] Always =
    [
        @"HKLM\SYSTEM\Select",
        @"HKLM\SYSTEM\CurrentControlSet\Control\ComputerName\*",
        @"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters",
        @"HKLM\SYSTEM\CurrentControlSet\Control\ProductOptions",
        @"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Group Policy\State\Machine",
        @"HKLM\SOFTWARE\Policies\Microsoft\Windows\System",
        @"HKCU\Software\Microsoft\Terminal Server Client\*",
        @"HKLM\SOFTWARE\Microsoft\Terminal Server Client\*",
    ];

    public static Demand Of(Pack pack)
    {
        var values = pack.Settings.SelectMany(setting => setting.StatedBy).Select(statement => statement.Address.WithVariablesAs("*"))
            .Where(address => address.Contains('!', StringComparison.Ordinal)).ToList();
        var settings = values.Select(address => address[..address.LastIndexOf('!')]);
        var kinds = pack.Kinds.SelectMany(kind => kind.Each).OfType<SubjectSource.RegistryKeys>().Select(keys => $"{keys.Parent}\\*");
        var stores = pack.Kinds.SelectMany(kind => kind.Each).OfType<SubjectSource.RegistryValues>().Select(values => values.Key.ToString());
        var whole = Always.Concat(kinds).Concat(stores).Concat(FieldDerivations.All.SelectMany(derivation => derivation.Keys))
            .Concat(Derivations.Rights.AccountRights.Keys).Concat(MachineTraits.Keys).ToList();
        return new() { Keys = Sorted(whole.Concat(settings)), Values = Sorted(whole.Select(key => $"{key}!*").Concat(values)) };
    }

    private static ImmutableArray<string> Sorted(IEnumerable<string> patterns) =>
        [.. patterns.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
}
