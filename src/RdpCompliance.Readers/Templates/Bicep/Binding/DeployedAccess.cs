using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Binding;

/// <summary>
/// How expressions ask for something of a resource or module: as calls in spaces that no Bicep file can name, so that only what is asked for is evaluated.
/// </summary>
internal static class DeployedAccess
{
    public const string PropertySpace = "'property";
    public const string SafePropertySpace = "'property?";
    public const string OutputSpace = "'output";
    public const string SafeOutputSpace = "'output?";

    /// <summary>Stands for all that is known of a resource or module.</summary>
    public const string All = "*";

    public static Expression Whole(Location place, Target target) => Property(place, target, All, Access.Strict);

    public static Expression Property(Location place, Target target, string name, Access access) =>
        Make(place, access == Access.Safe ? SafePropertySpace : PropertySpace, target, name);

    public static Expression Output(Location place, Target target, string name, Access access) =>
        Make(place, access == Access.Safe ? SafeOutputSpace : OutputSpace, target, name);

    /// <summary>The parts of such a call.</summary>
    public static (string Key, Expression? Index) PartsOf(Expression.Call call) => call.Arguments switch
    {
        [Expression.Literal { Value: Node.Text key }] => (key.Value, null),
        [Expression.Literal { Value: Node.Text key }, var index] => (key.Value, index),
        _ => throw new System.Diagnostics.UnreachableException("Such calls are made here alone."),
    };

    private static Expression.Call Make(Location place, string space, Target target, string name)
    {
        var key = new Expression.Literal(new Node.Text(place, target.Symbol.Key));
        return new(place, space, name, target.Index is { } index ? [key, index] : [key]);
    }
}
