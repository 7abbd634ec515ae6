using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Bicep.Modules;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>What a module deploys: a Bicep file, an ARM template, or nothing that is known.</summary>
internal sealed class BicepModule
{
    private readonly BicepTurn _turn;

    private BicepModule(BicepTurn turn) => _turn = turn;

    /// <summary><see langword="null"/> when it is no Bicep file, or not at hand.</summary>
    public BicepDeployment? Deployment { get; private init; }

    /// <summary><see langword="null"/> when it is no ARM template, or not at hand.</summary>
    public CompiledTemplate? Compiled { get; private init; }

    public static BicepModule Of(BicepTurn turn)
    {
        var module = (BicepSymbol.Module)turn.Symbol;
        var (around, session) = (turn.Deployment, turn.Deployment.Session);
        if (module.Path is not { } written)
        {
            return new(turn);
        }

        if (session.Find(around.Model.File.Source, written, module.TypePlace) is not { } source || !session.TakeModule(module.Whole))
        {
            session.Evaluator.NotRead.Add(written);
            return new(turn);
        }

        if (around.Chain.Contains(source))
        {
            session.Evaluator.Report(BicepDiagnostics.Cycle, module.TypePlace, written);
            return new(turn);
        }

        if (around.Chain.Length > BicepTurn.MostDepth)
        {
            session.Evaluator.NotRead.Add(written);
            session.Evaluator.Report(BicepDiagnostics.TooDeep, module.TypePlace, Conversion.Print(BicepTurn.MostDepth), written);
            return new(turn);
        }

        var target = around.Target with { DeploymentName = turn.OwnName };
        target = module.Scope is { } scope ? ModuleTarget.InScope(turn, scope, target) : target;
        var path = $"{around.Path}{PartOf(turn)}/";
        if (!BicepProject.IsTemplate(source.Name))
        {
            return new(turn)
            {
                Compiled = CompiledTemplate.Deploy(source, session, target, name => Given(turn, module, name), path, turn.Condition, module.TypePlace),
            };
        }

        return new(turn)
        {
            Deployment = new(session.Project.UsedModelOf(source), session, target, name => Given(turn, module, name))
            {
                Condition = turn.Condition,
                Path = path,
                Chain = around.Chain.Add(source),
                ById = around.ById,
            },
        };
    }

    public Node Output(string name, Location at, Access access = Access.Strict)
    {
        var value = (Deployment, Compiled) switch
        {
            ({ } deployment, _) => _turn.Checked(() => deployment.Output(name)),
            (_, { } compiled) => compiled.Output(name),
            _ => Unknown.Input(at, $"{_turn.Deployment.Path}{PartOf(_turn)}.outputs.{name}"),
        };
        if (value is not null || access == Access.Safe)
        {
            return value ?? new Node.Null(at);
        }

        _turn.Deployment.Session.Evaluator.Report(ExpressionDiagnostics.NotDeclared, at, name, "output");
        return Unknown.Wrong(at, name);
    }

    public Node Outputs(Location at) =>
        (Deployment, Compiled) switch
        {
            ({ } deployment, _) => new Node.Object(
                at,
                [
                    .. deployment
                        .Model.Outputs.Values.OrderBy(output => output.Place)
                        .Select(output => new Property(output.Name, output.Place, Output(output.Name, at))),
                ]),
            (_, { } compiled) => compiled.Outputs(at),
            _ => Unknown.Input(at, $"{_turn.Deployment.Path}{PartOf(_turn)}.outputs"),
        };

    private static string PartOf(BicepTurn turn) =>
        $"{turn.Symbol.Name}{(turn.Index is { } index ? $"[{(index is Node.Number number ? number.Literal : "*")}]" : "")}";

    /// <summary>The value that <c>params:</c> gives; only it is evaluated where it stands alone.</summary>
    private static Node? Given(BicepTurn turn, BicepSymbol.Module module, string name)
    {
        if (module.Arguments is not { } arguments)
        {
            return null;
        }

        if (arguments is Expression.Record record && record.Items.All(item => NameOf(item) is not null))
        {
            var found = record.Items.LastOrDefault(item => string.Equals(NameOf(item), name, StringComparison.OrdinalIgnoreCase));
            return found is null ? null : Said(turn, name, found.Value.Location, turn.EvaluateChecked(found.Value));
        }

        return turn.EvaluateChecked(arguments) switch
        {
            Node.Object all => all.Find(name) is { } value ? Said(turn, name, value.Location, value) : null,
            Node.Unresolved unknown => Unknown.Opaque(unknown),
            _ => null,
        };
    }

    private static string? NameOf(ExpressionItem item) => item.Name is Expression.Literal { Value: Node.Text text } ? text.Value : null;

    private static Node Said(BicepTurn turn, string name, Location place, Node value) =>
        Tracing.After(place, $"parameter '{name}' is given by module '{turn.Symbol.Name}'", value);
}
