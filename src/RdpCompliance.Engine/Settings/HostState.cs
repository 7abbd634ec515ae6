using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Settings;

/// <summary>How a value that policy brings is told beside what the host has now, and what two views of the host say together.</summary>
internal static class HostState
{
    /// <param name="value">The value under policy; <see langword="null"/> = none.</param>
    /// <param name="now">The same setting of the host as it is.</param>
    /// <param name="setting">Tells what the value means; <see langword="null"/> where it is of no setting.</param>
    /// <returns>The rest of the sentence "by GPO 'X' …", and the places of the host's value.</returns>
    public static (string Said, ImmutableArray<Ground> Places) Beside(FieldValue? value, Fact now, Setting? setting = null) =>
        now switch
        {
            { IsKnown: false } => ("", []),
            { Value: { } found } when found.ToString() == value?.ToString() => (
                ", as on the host",
                [.. now.Grounds.Select(place => place with { Text = $"the host has {found} as well" })]),
            { Value: { } found } => (
                $", not yet on the host, where it is {(setting is null ? Shown(found) : new ShownValue(setting, found))}",
                [.. now.Grounds.Select(place => place with { Text = $"on the host it is {found}" })]),
            _ => (", not yet on the host, where it is not set", [.. now.Grounds.Select(place => place with { Text = "on the host it is not set" })]),
        };

    /// <summary>A machine's listing and its registry are two views of one value: where they differ, nobody knows.</summary>
    public static Fact Confirmed(Fact listed, Fact stated, string what) =>
        !stated.IsKnown || string.Equals(Comparable(listed.Value), Comparable(stated.Value), StringComparison.OrdinalIgnoreCase)
            ? stated with { Grounds = [.. stated.Grounds, .. listed.Grounds] }
            : Fact.Unknown(UnknownReason.Contradictory, $"whether the listing or the registry is right about {what}") with
            {
                Grounds = [.. stated.Grounds, .. listed.Grounds],
                Because = $"{stated.Because} while {listed.Because}",
            };

    /// <summary>Listings write the folder of Windows out, the registry names it by a variable.</summary>
    private static string? Comparable(FieldValue? value)
    {
        var text = value?.ToString();
        return text is [_, ':', '\\', ..] && text.AsSpan(3).StartsWith("Windows\\", StringComparison.OrdinalIgnoreCase) ? $"%SystemRoot%{text[10..]}" : text;
    }

    public static string Shown(FieldValue value) => value is FieldValue.Text text ? $"'{text.Value}'" : value.ToString();
}
