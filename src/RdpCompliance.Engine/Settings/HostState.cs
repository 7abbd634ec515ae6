using System.Collections.Immutable;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Settings;

/// <summary>How a value that policy brings is told beside what the host has now.</summary>
internal static class HostState
{
    /// <param name="value">The value under policy; <see langword="null"/> = none.</param>
    /// <param name="now">The same setting of the host as it is.</param>
    /// <returns>The rest of the sentence "by GPO 'X' …", and the places of the host's value.</returns>
    public static (string Said, ImmutableArray<FindingPlace> Places) Beside(FieldValue? value, Fact now) => now switch
    {
        { IsKnown: false } => ("", []),
        { Value: { } found } when found.ToString() == value?.ToString() => (", as on the host", [.. now.Places.Select(place => place with { Text = $"the host has {found} as well" })]),
        { Value: { } found } => ($", not yet on the host, where it is {Shown(found)}", [.. now.Places.Select(place => place with { Text = $"on the host it is {found}" })]),
        _ => (", not yet on the host, where it is not set", [.. now.Places.Select(place => place with { Text = "on the host it is not set" })]),
    };

    public static string Shown(FieldValue value) => value is FieldValue.Text text ? $"'{text.Value}'" : value.ToString();
}
