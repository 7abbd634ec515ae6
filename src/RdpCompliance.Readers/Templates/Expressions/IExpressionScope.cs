using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>What names and functions mean where an expression stands: one template, with its parameters, variables, resources and loops.</summary>
public interface IExpressionScope
{
    /// <summary>What is deployed to: <c>resourceGroup()</c>, <c>resourceId()</c> and their like answer from it.</summary>
    DeploymentTarget Target { get; }

    /// <returns>The value of a name; <see langword="null"/> when the scope has none of it.</returns>
    Node? Find(Expression.Symbol symbol, Frame frame, ExpressionEvaluator evaluator);

    /// <summary>Functions of the template or of its language (parameters, variables, reference, user functions); they come before the library's.</summary>
    /// <returns><see langword="null"/> when it is none of the scope's: the library's function is called.</returns>
    Node? Call(Expression.Call call, Frame frame, ExpressionEvaluator evaluator);

    /// <summary>
    /// What an expression that names something of the scope stands for: the value of a parameter, or the expressions of a variable; nothing for any other.
    /// </summary>
    (Node? Parameter, IEnumerable<Expression> Variable) Origin(Expression reference);
}

/// <summary>Where an expression is evaluated.</summary>
/// <param name="Place">What is computed, and written nowhere as such, has this place: the whole literal or expression that a fix would replace.</param>
/// <param name="Locals">The variables of the lambdas around it, the innermost first.</param>
public sealed record Frame(IExpressionScope Scope, Location Place, Locals? Locals = null)
{
    public Frame At(Location place) => this with { Place = place };
}

/// <summary>A variable of a lambda, and those of the lambdas around it.</summary>
public sealed record Locals(string Name, Node Value, Locals? Outer)
{
    public Node? Find(string name)
    {
        for (var local = this; local is not null; local = local.Outer)
        {
            if (local.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return local.Value;
            }
        }

        return null;
    }
}
