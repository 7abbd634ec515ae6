using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>
/// The defaults of parameters that were used because nobody gave a value. What cannot be
/// computed from such a default is no damage: whoever deploys the template has to give
/// that parameter a value.
/// </summary>
internal sealed class Defaults
{
    private readonly Dictionary<Location, string> _used = [];

    /// <param name="place">Where the default is written; the way of every value made from it leads past it.</param>
    public void Use(string parameter, Location place) => _used[place] = parameter;

    /// <summary>A parameter with its default that an expression is computed from; <see langword="null"/> when there is none.</summary>
    public string? Behind(Expression expression, IExpressionScope scope)
    {
        if (_used.Count == 0)
        {
            return null;
        }

        const int MostSteps = 2_000;
        var seen = new HashSet<Expression>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<Expression>([expression]);
        while (pending.TryPop(out var next) && seen.Count < MostSteps)
        {
            if (!seen.Add(next))
            {
                continue;
            }

            var (parameter, variable) = scope.Origin(next);
            if (parameter is not null && Behind(parameter) is { } name)
            {
                return name;
            }

            foreach (var part in variable.Concat(PartsOf(next)))
            {
                pending.Push(part);
            }
        }

        return null;
    }

    /// <summary>A parameter past whose default the way of a value leads.</summary>
    public string? Behind(Node value) => value.Trace.Select(step => _used.GetValueOrDefault(step.Location)).FirstOrDefault(name => name is not null);

    private static IEnumerable<Expression> PartsOf(Expression expression) => expression switch
    {
        Expression.Call call => call.Arguments,
        Expression.Member member => [member.Target],
        Expression.Element element => [element.Target, element.Index],
        Expression.Chain chain => [chain.First, chain.Rest],
        Expression.List list => list.Items.Select(item => item.Value),
        Expression.Record record => record.Items.SelectMany(item => item.Name is { } name ? [name, item.Value] : new[] { item.Value }),
        Expression.Lambda lambda => [lambda.Body],
        _ => [],
    };
}
