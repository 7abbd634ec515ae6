using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>
/// Values below the keys of policy that a machine has from the old version of a GPO: applying
/// policy begins with their removal ([MS-GPREG] 3.2.5.1), so those that the new version
/// leaves out are gone.
/// </summary>
internal static class WithdrawnValues
{
    private static readonly ImmutableArray<RegistryKey> Managed =
    [
        RegistryKey.LocalMachine.Below(@"SOFTWARE\Policies"), RegistryKey.LocalMachine.Below(@"SOFTWARE\Microsoft\Windows\CurrentVersion\Policies"),
        RegistryKey.CurrentUser.Below(@"SOFTWARE\Policies"), RegistryKey.CurrentUser.Below(@"SOFTWARE\Microsoft\Windows\CurrentVersion\Policies"),
    ];

    /// <returns><see langword="null"/> when the machine has nothing of the old version.</returns>
    public static PolicyObject? Of(PolicyObject old, PolicyObject replacement, EvidenceIndex machine)
    {
        if (replacement.Evidence is not [var first, ..])
        {
            return null;
        }

        var place = Location.StartOf(first.Source, first.Observations is [var observation, ..] ? observation.Location.Unit : SpanUnit.Characters);
        var gone = old
            .Evidence.SelectMany(source => source.Observations)
            .Where(one =>
                one is { Action: ObservedAction.Set, IsPreference: false }
                && one.Address is Address.Registry address
                && Managed.Any(address.Key.IsWithin)
                && Has(machine, address, one.Value))
            .Select(one => one.Address)
            .Distinct()
            .Select(address => new Observation(address, new SettingValue.Text(""), place) { Action = ObservedAction.DeleteValue });
        var withdrawn = first with { Observations = [.. gone], Items = [], Resources = [], Coverage = [], Diagnostics = [] };
        return withdrawn.Observations.IsEmpty ? null : new(PolicyOrigin.Withdrawn, PolicyTime.Change, replacement.Name, null, [withdrawn]);
    }

    private static bool Has(EvidenceIndex machine, Address.Registry address, SettingValue value) =>
        machine.At(address) is { Count: > 0 } found && found.All(one => one.Observation.Action == ObservedAction.Set && one.Observation.Value.IsSameAs(value));
}
