using System.Collections.Immutable;

namespace RdpCompliance.Engine.Conditions;

/// <summary>Finds the parts of a condition that hold or fail for all things of a machine alike.</summary>
internal static class OwnerConditions
{
    private const string Owner = "machine";
    private const string Roles = "roles";

    /// <summary>Of a condition that demands several things, those that read nothing but the machine.</summary>
    public static ImmutableArray<Condition> In(Condition condition) => Demands(condition, IsOfOwner);

    /// <summary>Of a condition that demands several things, those that demand a role of the machine.</summary>
    public static ImmutableArray<Condition> OfRole(Condition condition) => Demands(condition, IsOfRole);

    private static ImmutableArray<Condition> Demands(Condition condition, Func<Condition, bool> isWanted) =>
        [.. (condition is Condition.AllOf all ? all.Parts : [condition]).Where(isWanted)];

    private static bool IsOfRole(Condition condition) => condition switch
    {
        Condition.Leaf { Path: { Outer: 0, Field: Roles } } => true,
        Condition.AnyOf any => any.Parts.All(IsOfRole),
        Condition.Not not => IsOfRole(not.Part),
        _ => false,
    };

    private static bool IsOfOwner(Condition condition) => condition switch
    {
        Condition.Leaf leaf => IsOfOwner(leaf.Path) && leaf.Tests.All(test => test.Operand is not Operand.Path operand || IsOfOwner(operand.Field)),
        Condition.AllOf all => all.Parts.All(IsOfOwner),
        Condition.AnyOf any => any.Parts.All(IsOfOwner),
        Condition.Not not => IsOfOwner(not.Part),

        // Inside a quantifier paths start at its member; only without conditions on members is nothing else read.
        Condition.Any { Of: Members.Related of, Where: null } => IsOfOwner(of.Path),
        Condition.None { Of: Members.Related of, Where: null } => IsOfOwner(of.Path),
        _ => false,
    };

    private static bool IsOfOwner(FieldPath path) => path is { Outer: 0, Relations: [Owner, ..] };
}
