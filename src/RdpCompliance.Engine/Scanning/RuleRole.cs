using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Engine.Scanning;

/// <summary>Of what role the machines are that a rule speaks of.</summary>
internal static class RuleRole
{
    public const string Client = "client";

    /// <returns><see langword="null"/> for a rule on machines of whatever role, or of one of several.</returns>
    public static string? Of(Rule rule) => rule.Where is { } where
        ? OwnerConditions.OfRole(where)
            .OfType<Condition.Leaf>()
            .SelectMany(leaf => leaf.Tests)
            .Select(test => test.Operand is Operand.Literal { Value: FieldValue.Text { Value: var role } } ? role : null)
            .FirstOrDefault(role => role is not null)
        : null;
}
