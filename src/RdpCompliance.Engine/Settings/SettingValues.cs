using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Settings;

/// <summary>What the numbers of a setting mean: "4, disabled" tells more than "4".</summary>
/// <param name="Means">In words that follow the number; a number that is not there is told alone.</param>
/// <param name="Source">Who says so.</param>
public sealed record SettingValues(ImmutableDictionary<long, string> Means, Reference Source);

/// <summary>A value as messages tell it, with what it means or its unit. It becomes text where it is reported.</summary>
internal sealed record ShownValue(Setting Setting, FieldValue Value)
{
    public override string ToString() => Value switch
    {
        FieldValue.Number { Value: var number } when Setting.Values?.Means.GetValueOrDefault(number) is { } means => $"{Value}, {means}",
        FieldValue.Number when Setting.Unit is { } unit => $"{Value} {unit}",
        _ => HostState.Shown(Value),
    };
}
