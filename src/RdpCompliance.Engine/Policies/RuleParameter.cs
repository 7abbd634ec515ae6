using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Policies;

public enum ParameterType
{
    Number,
    Text,
    Flag,

    /// <summary>"14d", "20m", "-1h".</summary>
    Duration,
    Date,
    List,

    /// <summary>A list of rows with named cells.</summary>
    Table,
}

/// <summary>A value of a rule that configuration may change.</summary>
public sealed record RuleParameter(string Name, ParameterType Type, FieldValue Default, string? Title);
