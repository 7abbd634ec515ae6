using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>What one declaration deploys: one thing, or one for each turn of its loop.</summary>
internal sealed class BicepTurns
{
    /// <summary>More turns of one loop Azure does not take.</summary>
    private const int MostTurns = 800;

    private readonly BicepDeployment _deployment;
    private readonly BicepSymbol.Deployed _symbol;
    private ImmutableArray<BicepTurn>? _all;
    private readonly Dictionary<string, BicepTurn> _any = new(StringComparer.Ordinal);
    private Node? _items;
    private bool _isCounting;

    public BicepTurns(BicepDeployment deployment, BicepSymbol.Deployed symbol) => (_deployment, _symbol) = (deployment, symbol);

    /// <summary>Whether it is known how many there are.</summary>
    public bool AreKnown { get; private set; } = true;

    /// <summary>Every turn; one that stands for all when it is not known how many there are.</summary>
    public ImmutableArray<BicepTurn> All => _all ?? Count();

    /// <summary>The turn that an index picks; one that stands for any when the index or the loop is not known.</summary>
    public BicepTurn At(Node? index)
    {
        if (_symbol.Repetition == LoopKind.Single)
        {
            return All[0];
        }

        var all = All;
        return AreKnown && index is Node.Number { Whole: { } number } && number >= 0 && number < all.Length ? all[(int)number] : Any(index);
    }

    private ImmutableArray<BicepTurn> Count()
    {
        if (_symbol.Loop is not { } loop)
        {
            AreKnown = _symbol.Repetition == LoopKind.Single;
            _all = [new BicepTurn(_deployment, _symbol, null, null)];
            return _all.Value;
        }

        if (_isCounting)
        {
            _deployment.Session.Evaluator.Report(ExpressionDiagnostics.Cycle, _symbol.Place, _symbol.Name);
            AreKnown = false;
            return [Any(null)];
        }

        _isCounting = true;
        var items = _deployment.Evaluate(loop.Items);
        _isCounting = false;
        _items = items;
        switch (items)
        {
            case Node.Array { Elements: { Length: <= MostTurns } elements } list:
                _all = [.. Tracing.AfterEach(list.Trace, elements).Select((item, index) => Turn(loop, item, Index(loop, index)))];
                break;
            case Node.Unresolved:
                AreKnown = false;
                _all = [Any(null)];
                break;
            case Node.Array tooMany:
                _deployment.Session.Evaluator.Report(BicepDiagnostics.TooMany, loop.Items.Location, Conversion.Print(MostTurns), "turns of a loop");
                _all = [.. tooMany.Elements[..MostTurns].Select((item, index) => Turn(loop, item, Index(loop, index)))];
                break;
            default:
                _deployment.Session.Evaluator.Report(ExpressionDiagnostics.ArgumentType, loop.Items.Location, "for", Conversion.NameOf(items), "an array");
                AreKnown = false;
                _all = [Any(null)];
                break;
        }

        return _all.Value;
    }

    private static Node Index(Loop loop, int index) =>
        Tracing.After(loop.Items.Location, $"turn {Conversion.Print(index)} of this loop", new Node.Number(loop.Items.Location, Conversion.Print(index)));

    private BicepTurn Turn(Loop loop, Node item, Node index) => new(_deployment, _symbol, LocalsOf(loop, item, index), index);

    /// <summary>The turn of an index that is not known, or of a loop that is not: one for each index, so that what refers to itself is noticed.</summary>
    private BicepTurn Any(Node? index)
    {
        const int MostIndexes = 1000;
        var key = index switch
        {
            Node.Number number => number.Literal,
            Node.Unresolved unknown => unknown.Pattern ?? "",
            _ => "",
        };
        if (_any.Count >= MostIndexes && !_any.ContainsKey(key))
        {
            (key, index) = ("", null);
        }

        if (!_any.TryGetValue(key, out var turn))
        {
            _any.Add(key, turn = MakeAny(index));
        }

        return turn;
    }

    private BicepTurn MakeAny(Node? index)
    {
        if (_symbol.Loop is not { } loop)
        {
            return new(_deployment, _symbol, null, index);
        }

        var place = loop.Items.Location;
        var shown = ExpressionEvaluator.Shown(place);
        index ??= Unknown.Changing(place, $"the index of the loop over '{shown}'");
        var item = (_items, index) switch
        {
            (Node.Unresolved items, Node.Number number) => Unknown.Below(items, $"[{number.Literal}]", null),
            ({ } items, Node.Unresolved unknown) => Unknown.From(unknown, "element", [items, index]),
            _ => Unknown.Changing(place, $"an element of '{shown}'"),
        };
        return Turn(loop, item, index);
    }

    private static Locals LocalsOf(Loop loop, Node item, Node index)
    {
        var locals = new Locals(loop.Item, item, null);
        return loop.Index is { } name ? new(name, index, locals) : locals;
    }
}
