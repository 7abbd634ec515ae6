using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>
/// Evaluates expressions of one input. Values are <see cref="Node"/>s: what is picked out of
/// something written keeps its own place, what is computed has the place of the
/// frame, and both know the way (<see cref="Node.Trace"/>). What is not known is <see cref="Node.Unresolved"/>, and only what needs it becomes so too.
/// Errors are diagnostics, the value is then not known. One evaluator serves one thread.
/// </summary>
public sealed class ExpressionEvaluator(DeploymentScope scope, EvaluationBudget budget)
{
    private const int MostDiagnostics = 200;
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly HashSet<(string Id, Location Place, string? About)> _reported = [];
    private (Expression Expression, Frame Frame)? _current;
    private int _depth;
    private int _muted;
    private bool _isExhausted;

    /// <summary>What is known of the world outside the template.</summary>
    public DeploymentScope Scope { get; } = scope;

    public EvaluationBudget Budget { get; } = budget;

    /// <summary>The defaults that took the place of values nobody gave.</summary>
    internal Defaults Defaults { get; } = new();

    public ImmutableArray<Diagnostic> Diagnostics => _diagnostics.ToImmutable();

    /// <inheritdoc cref="SourceEvidence.NotRead"/>
    public SortedSet<string> NotRead { get; } = new(StringComparer.Ordinal);

    public Node Evaluate(Expression expression, Frame frame)
    {
        if (!Budget.TakeSteps())
        {
            return Exceeded(expression.Location);
        }

        if (_depth >= EvaluationBudget.MostDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Report(ExpressionDiagnostics.TooDeep, expression.Location, Shown(expression), EvaluationBudget.MostDepth.ToString(CultureInfo.InvariantCulture));
            return Unknown.Wrong(frame.Place, Shown(expression));
        }

        _depth++;
        var around = _current;
        _current = (expression, frame);
        try
        {
            return expression switch
            {
                Expression.Literal literal => literal.Value,
                Expression.Call call => Call(call, frame),
                Expression.Symbol symbol => Find(symbol, frame),
                Expression.Member member => Selection.Member(this, member, Evaluate(member.Target, frame), frame.Place),
                Expression.Element element => Selection.Element(this, element, Evaluate(element.Target, frame), Evaluate(element.Index, frame), frame.Place),
                Expression.Chain chain => Evaluate(chain.First, frame) is var found && found is Node.Null
                    ? found
                    : Evaluate(chain.Rest, frame with { Locals = new(Expression.Chain.Found, found, frame.Locals) }),
                Expression.List list => Literals.List(this, list, frame),
                Expression.Record record => Literals.Record(this, record, frame),
                Expression.Lambda lambda => Misplaced(lambda, frame),
                _ => throw new UnreachableException($"{expression.GetType().Name} has no case."),
            };
        }
        finally
        {
            _depth--;
            _current = around;
        }
    }

    /// <summary>
    /// The value of something that cannot be computed, which is reported. Where the default of a
    /// parameter is the cause, that parameter needs a value, and nothing is wrong.
    /// </summary>
    /// <param name="at">What cannot be computed.</param>
    /// <param name="place">The place of the value.</param>
    public Node.Unresolved Refuse(DiagnosticDescriptor descriptor, Location at, Location place, string expression, params string[] arguments)
    {
        if (_current is var (failing, frame) && Defaults.Behind(failing, frame.Scope) is { } parameter)
        {
            Report(ExpressionDiagnostics.DefaultNotDeployable, at, Shown(at), parameter);
            return Unknown.Changing(place, expression, $"a value: with its default, parameter '{parameter}' cannot be deployed; pass --parameters");
        }

        Report(descriptor, at, arguments);
        return Unknown.Wrong(place, expression);
    }

    /// <summary>Evaluates what may not be needed: its errors are not the template's.</summary>
    public Node EvaluateMuted(Expression expression, Frame frame)
    {
        _muted++;
        try
        {
            return Evaluate(expression, frame);
        }
        finally
        {
            _muted--;
        }
    }

    /// <summary>Runs something whose errors are not to be reported; see <see cref="EvaluateMuted"/>.</summary>
    public T Muted<T>(Func<T> work)
    {
        _muted++;
        try
        {
            return work();
        }
        finally
        {
            _muted--;
        }
    }

    /// <summary>Calls a lambda with values for its variables.</summary>
    public Node Apply(Expression.Lambda lambda, Frame frame, params ReadOnlySpan<Node> values)
    {
        var locals = frame.Locals;
        for (var index = 0; index < lambda.Parameters.Length && index < values.Length; index++)
        {
            locals = new(lambda.Parameters[index], values[index], locals);
        }

        return Evaluate(lambda.Body, frame with { Locals = locals });
    }

    public void Report(DiagnosticDescriptor descriptor, Location place, params string[] arguments)
    {
        if (_muted > 0 || _diagnostics.Count >= MostDiagnostics || !_reported.Add((descriptor.Id, place, arguments.FirstOrDefault())))
        {
            return;
        }

        _diagnostics.Add(new(descriptor, place, arguments));
    }

    /// <summary>The value of everything once a limit was hit, which is reported once; or of one text that is too long.</summary>
    public Node.Unresolved Exceeded(Location place)
    {
        if (Budget.Exhausted is not { } limit)
        {
            Report(ExpressionDiagnostics.TextTooLong, place, Shown(place), EvaluationBudget.LongestText.ToString("N0", CultureInfo.InvariantCulture));
        }
        else if (!_isExhausted)
        {
            _isExhausted = true;
            _diagnostics.Add(new(ExpressionDiagnostics.Limit, place, place.Source.Name, limit));
        }

        return new(place, UnknownReason.Unresolvable, "a limit of evaluation was hit");
    }

    /// <summary>The characters of an expression, for messages.</summary>
    internal static string Shown(Expression expression) => Shown(expression.Location);

    internal static string Shown(Location place) =>
        place.Unit == SpanUnit.Characters ? place.Source.Text.Cut(place.Span with { Length = Math.Min(place.Span.Length, 100) }) : place.Source.Name;

    private Node Call(Expression.Call call, Frame frame)
    {
        if (frame.Scope.Call(call, frame, this) is { } own)
        {
            return own;
        }

        if (call.Space is null && FunctionLibrary.Find(call.Name) is { } function)
        {
            return function.Call(new FunctionCall(this, call, frame));
        }

        Report(ExpressionDiagnostics.UnknownFunction, call.Location, call.Space is null ? call.Name : $"{call.Space}.{call.Name}");
        return Unknown.Wrong(frame.Place, Shown(call));
    }

    private Node Find(Expression.Symbol symbol, Frame frame)
    {
        if ((frame.Locals?.Find(symbol.Name) ?? frame.Scope.Find(symbol, frame, this)) is { } value)
        {
            return value;
        }

        Report(ExpressionDiagnostics.NotDeclared, symbol.Location, symbol.Name, "name");
        return Unknown.Wrong(frame.Place, symbol.Name);
    }

    private Node.Unresolved Misplaced(Expression.Lambda lambda, Frame frame)
    {
        Report(ExpressionDiagnostics.Syntax, lambda.Location, Shown(lambda), "a value");
        return Unknown.Wrong(frame.Place, Shown(lambda));
    }
}
