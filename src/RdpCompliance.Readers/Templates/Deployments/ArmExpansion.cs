using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>The resources of one template: loops run, resources inside resources and their names put together, deployments inside found.</summary>
internal sealed class ArmExpansion
{
    private readonly List<ArmResource> _resources = [];
    private readonly Dictionary<string, List<ArmResource>> _bySymbol = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<ArmResource>> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _foreign = new(StringComparer.OrdinalIgnoreCase);
    private readonly ArmScope _scope;
    private readonly DeploymentTarget _target;
    private readonly DeploymentCondition _condition;

    private ArmExpansion(ArmScope scope, DeploymentTarget target, DeploymentCondition condition) => (_scope, _target, _condition) = (scope, target, condition);

    public IReadOnlyList<ArmResource> Resources => _resources;

    private ArmSession Session => _scope.Deployment.Session;

    private ArmValues Values => Session.Values;

    /// <param name="scope">What names in the template mean: its own deployment's, or that around it.</param>
    /// <param name="condition">Whether the template is deployed at all.</param>
    public static ArmExpansion Of(ArmTemplate template, ArmScope scope, DeploymentTarget target, DeploymentCondition condition)
    {
        var expansion = new ArmExpansion(scope, target, condition);
        foreach (var (symbol, syntax) in template.Resources)
        {
            expansion.Add(symbol, syntax, parent: null);
        }

        return expansion;
    }

    /// <summary>
    /// The resource that <c>reference</c> means: by symbolic name, id or name. Of several,
    /// the one that is deployed; <see langword="null"/> when that is not clear.
    /// </summary>
    public ArmResource? Find(Node target)
    {
        if (ArmResource.Text(target) is not { } text)
        {
            return null;
        }

        var found = _bySymbol.GetValueOrDefault(text) ?? _scope.Deployment.ById.GetValueOrDefault(text) ?? _byName.GetValueOrDefault(text);
        return found switch
        {
            null => null,
            [var one] => one,
            _ => found.FindAll(resource => resource.Condition != DeploymentCondition.False) is [{ Condition: DeploymentCondition.True } one] ? one : null,
        };
    }

    /// <summary>Whether a symbolic name means a resource that is not one of Azure.</summary>
    public bool IsForeign(string symbol) => _foreign.Contains(symbol.Split('[')[0]);

    /// <summary>All turns of the loop of a symbolic name; <see langword="null"/> when it has none, or their number is not known.</summary>
    public IReadOnlyList<ArmResource>? Copies(string symbol) =>
        _bySymbol.TryGetValue($"{symbol}[]", out var copies) && copies.TrueForAll(copy => copy.Scope.Copy?.Index is Node.Number) ? copies : null;

    private void Add(string? symbol, Node.Object syntax, ArmResource? parent)
    {
        if (syntax.Find("copy") is not Node.Object loop)
        {
            AddOne(symbol, syntax, _scope with { Copy = parent?.Scope.Copy ?? _scope.Copy }, parent, null);
            return;
        }

        var name = (loop.Find("name") as Node.Text)?.Value ?? symbol ?? "";
        var outer = parent?.Scope.Copy ?? _scope.Copy;
        if (loop.Find("count") is not { } count)
        {
            Values.Evaluator.Report(ArmDiagnostics.Incomplete, loop.Location, "loop", "count");
            count = new Node.Null(loop.Location);
        }

        var turns = Values.Count(count, _scope with { Copy = outer });
        foreach (var turn in ArmValues.Turns(name, CopyKind.Resource, turns, count.Location, outer))
        {
            AddOne(symbol, syntax, _scope with { Copy = turn }, parent, turn);
        }
    }

    private void AddOne(string? symbol, Node.Object syntax, ArmScope scope, ArmResource? parent, CopyIndex? turn)
    {
        // Resources of other extensions (Kubernetes, Microsoft Graph) have neither type nor name of Azure.
        if (syntax.Find("import") is not null || (syntax.Find("extension") is { } extension && !IsAzure(extension)))
        {
            _foreign.Add(symbol ?? "");
            return;
        }

        if (!Session.TakeResource(syntax.Location))
        {
            return;
        }

        if (Type(syntax, scope, parent) is not { } type)
        {
            Values.Evaluator.Report(ArmDiagnostics.Incomplete, syntax.Location, "resource", "type");
            return;
        }

        if (syntax.Find("name") is not { } nameSyntax)
        {
            Values.Evaluator.Report(ArmDiagnostics.Incomplete, syntax.Location, "resource", "name");
            nameSyntax = Unknown.Wrong(syntax.Location, "name");
        }

        var condition = Condition(syntax, scope, turn);
        var evaluator = Values.Evaluator;
        Node EvaluateName() => Values.EvaluateText(nameSyntax, scope, "name");
        var name = condition == DeploymentCondition.True ? EvaluateName() : evaluator.Muted(EvaluateName);
        if (parent is not null && !IsWhole(name, type, parent))
        {
            name = TextComposer.Join(name.Location, parent.Name, "/", name);
        }

        (string Type, Node Name, string Target, Node? Id) FindPlace() => Place(syntax, scope, type, name, condition);
        var (plainType, plainName, target, id) = condition == DeploymentCondition.True ? FindPlace() : evaluator.Muted(FindPlace);
        var resource = new ArmResource(syntax, scope, plainType, plainName, id)
        {
            Symbol = symbol,
            ApiVersion = syntax.Find("apiVersion") is { } version ? ArmResource.Text(Values.EvaluateText(version, scope, "apiVersion")) : null,
            Condition = condition,
            IsExisting = syntax.Find("existing") is Node.Boolean { Value: true },
            Target = target,
        };
        Register(resource, symbol, turn);
        foreach (var (childSymbol, child) in ArmTemplate.ResourcesOf(syntax.Find("resources"), evaluator))
        {
            Add(childSymbol, child, resource);
        }
    }

    /// <summary>Whether an extension is Azure Resource Manager itself, which may be named like any other.</summary>
    private bool IsAzure(Node extension) =>
        extension is Node.Text { Value: var alias } && _scope.Deployment.Template.Root.Find("extensions") is Node.Object declared
        && (declared.Find(alias) as Node.Object)?.Find("name") is Node.Text { Value: "AzureResourceManager" };

    private string? Type(Node.Object syntax, ArmScope scope, ArmResource? parent)
    {
        if (syntax.Find("type") is not { } typeSyntax || Values.EvaluateText(typeSyntax, scope, "type") is not Node.Text { Value: { Length: > 0 } type })
        {
            return null;
        }

        // Inside another resource only the last part of the type is stated; some state the whole.
        return
            parent is null
            || type.StartsWith($"{parent.Type}/", StringComparison.OrdinalIgnoreCase)
            || type.Contains('.', StringComparison.Ordinal) && parent.Type.Split('/')[0].Equals(type.Split('/')[0], StringComparison.OrdinalIgnoreCase)
            ? type
            : $"{parent.Type}/{type}";
    }

    /// <summary>Whether the name of a child has those of the resources around it before its own already, as some that state their whole type have.</summary>
    private static bool IsWhole(Node name, string type, ArmResource parent) =>
        ArmResource.Text(parent.Name) is { } outer
        && ArmResource.Text(name)?.StartsWith($"{outer}/", StringComparison.OrdinalIgnoreCase) == true
        && ResourceIds.Split(name, type.Split('/').Length - 1) is not null;

    private DeploymentCondition Condition(Node.Object syntax, ArmScope scope, CopyIndex? turn)
    {
        var own = syntax.Find("condition") is not { } condition
            ? DeploymentCondition.True
            : Values.Evaluate(condition, scope) switch
            {
                Node.Boolean value => value.Value ? DeploymentCondition.True : DeploymentCondition.False,
                Node.Text text when bool.TryParse(text.Value, out var value) => value ? DeploymentCondition.True : DeploymentCondition.False,
                _ => DeploymentCondition.Unknown,
            };
        return And(And(_condition, own), turn?.Index is Node.Unresolved ? DeploymentCondition.Unknown : DeploymentCondition.True);
    }

    public static DeploymentCondition And(DeploymentCondition left, DeploymentCondition right) => (left, right) switch
    {
        (DeploymentCondition.False, _) or (_, DeploymentCondition.False) => DeploymentCondition.False,
        (DeploymentCondition.True, DeploymentCondition.True) => DeploymentCondition.True,
        _ => DeploymentCondition.Unknown,
    };

    /// <summary>Takes apart what a resource extends: a property 'scope', or a type with '/providers/' inside.</summary>
    private (string Type, Node Name, string Target, Node? Id) Place(Node.Object syntax, ArmScope scope, string type, Node name, DeploymentCondition condition)
    {
        var target = Target(syntax, scope, type, name);
        var (prefix, level) = (target.Id(syntax.Location), target.Level);
        string? extended = null;
        if (syntax.Find("scope") is { } scopeSyntax && !type.Equals(ArmResource.DeploymentType, StringComparison.OrdinalIgnoreCase))
        {
            prefix = ExtendedId(Values.EvaluateText(scopeSyntax, scope, "scope"), prefix, syntax.Location);
            (extended, level) = ArmResource.Text(prefix) is "" ? (null, DeploymentLevel.Tenant) : (ArmResource.Text(prefix) ?? "", level);
        }

        (type, name, prefix, var holder) = ExtensionName.Of(type, name, prefix, syntax.Location);
        extended = holder ?? extended;
        var names = ResourceIds.Split(name, type.Split('/').Length - 1);
        if (names is null && name is Node.Text text && condition == DeploymentCondition.True)
        {
            if (Values.Evaluator.Defaults.Behind(name) is { } parameter)
            {
                Values.Evaluator.Report(ExpressionDiagnostics.DefaultNotDeployable, name.Location, text.Value, parameter);
            }
            else
            {
                Values.Evaluator.Report(ArmDiagnostics.NameParts, name.Location, text.Value, type);
            }
        }

        var id = names is { } all ? ResourceIds.Create(syntax.Location, prefix, type, all) : null;
        if (id is not null && type.Equals("Microsoft.Resources/resourceGroups", StringComparison.OrdinalIgnoreCase))
        {
            id = TextComposer.Join(syntax.Location, prefix, "/resourceGroups/", name);
        }

        return (type, name, extended ?? LevelName(level), id);
    }

    /// <summary>Resources that are only referred to may stand in another resource group or subscription; deployments stand where they deploy to.</summary>
    private DeploymentTarget Target(Node.Object syntax, ArmScope scope, string type, Node name)
    {
        if (type.Equals(ArmResource.DeploymentType, StringComparison.OrdinalIgnoreCase))
        {
            return NestedTarget.Of(syntax, name, scope, this, _target);
        }

        var target = _target;
        if (syntax.Find("subscriptionId") is { } subscription)
        {
            target = target with { SubscriptionId = Values.EvaluateText(subscription, scope, "subscriptionId"), Level = DeploymentLevel.Subscription };
        }

        return syntax.Find("resourceGroup") is { } group
            ? target with { ResourceGroup = Values.EvaluateText(group, scope, "resourceGroup"), Level = DeploymentLevel.ResourceGroup }
            : target;
    }

    /// <summary>A scope is a whole id, or one that begins with the type, below the target of the deployment.</summary>
    private static Node ExtendedId(Node scope, Node prefix, Location place) =>
        ArmResource.Text(scope) switch
        {
            "/" => new Node.Text(place, ""),
            ['/', ..] => scope,
            { } text when text.Split('/') is [var space, ..] && space.Contains('.', StringComparison.Ordinal) => TextComposer.Join(
                place,
                prefix,
                "/providers/",
                scope),
            _ => scope,
        };

    private static string LevelName(DeploymentLevel level) => level switch
    {
        DeploymentLevel.ResourceGroup => "resourceGroup",
        DeploymentLevel.Subscription => "subscription",
        DeploymentLevel.ManagementGroup => "managementGroup",
        _ => "tenant",
    };

    private void Register(ArmResource resource, string? symbol, CopyIndex? turn)
    {
        _resources.Add(resource);
        if (symbol is not null)
        {
            Register(_bySymbol, turn?.Index is Node.Number index ? $"{symbol}[{index.Literal}]" : symbol, resource);
            if (turn is not null)
            {
                Register(_bySymbol, $"{symbol}[]", resource);
            }
        }

        if (ArmResource.Text(resource.Name) is { } name)
        {
            Register(_byName, name, resource);
        }

        if (resource.IdText is { } id)
        {
            Register(_scope.Deployment.ById, id, resource);

            // resourceId() and its like give resource groups an id of the common form.
            if (resource.Type.Equals("Microsoft.Resources/resourceGroups", StringComparison.OrdinalIgnoreCase))
            {
                Register(
                    _scope.Deployment.ById,
                    id.Replace("/resourceGroups/", "/providers/Microsoft.Resources/resourceGroups/", StringComparison.OrdinalIgnoreCase),
                    resource);
            }
        }
    }

    private static void Register(Dictionary<string, List<ArmResource>> index, string key, ArmResource resource)
    {
        if (index.TryGetValue(key, out var known))
        {
            known.Add(resource);
        }
        else
        {
            index.Add(key, [resource]);
        }
    }
}
