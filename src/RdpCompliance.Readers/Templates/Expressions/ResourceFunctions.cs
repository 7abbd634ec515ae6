using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource: ids, and what only Azure can answer.</summary>
internal static class ResourceFunctions
{
    public static IEnumerable<LibraryFunction> All =>
        [
            new("extensionResourceId", 3, int.MaxValue, Evaluation.Eager, call => Id(call, 1, call[0])),
            new("managementGroupResourceId", 2, int.MaxValue, Evaluation.Eager, ManagementGroupResourceId),
            new("resourceId", 2, int.MaxValue, Evaluation.Eager, ResourceId),
            new("subscriptionResourceId", 2, int.MaxValue, Evaluation.Eager, SubscriptionResourceId),
            new("tenantResourceId", 2, int.MaxValue, Evaluation.Eager, call => Id(call, 0, new Node.Text(call.Place, ""))),
            .. Runtime(
                "extensions",
                "externalInput",
                "externalInputs",
                "fail",
                "getSecret",
                "list",
                "pickZones",
                "providers",
                "reference",
                "references",
                "resourceInfo",
                "roleDefinitions",
                "toLogicalZone",
                "toLogicalZones",
                "toPhysicalZone",
                "toPhysicalZones"),
        ];

    private static IEnumerable<LibraryFunction> Runtime(params string[] names) => names.Select(name => name == "fail"
        ? new LibraryFunction(name, 1, 1, Evaluation.Eager, Fail)
        : new LibraryFunction(name, 1, int.MaxValue, Evaluation.Eager, call => call.Unresolvable()));

    private static Node.Unresolved Fail(FunctionCall call)
    {
        call.Evaluator.Report(ExpressionDiagnostics.Failed, call.Syntax.Location, Conversion.ToText(call[0]) ?? "");
        return call.Wrong();
    }

    private static Node ManagementGroupResourceId(FunctionCall call)
    {
        var type = TypeIndex(call);
        var group = type == 1 ? call[0] : call.Frame.Scope.Target.ManagementGroup;
        return Id(call, type, TextComposer.Join(call.Place, "/providers/Microsoft.Management/managementGroups/", group));
    }

    /// <summary>([subscription], [resource group], type, names…): as many of the first two as stand before the type.</summary>
    private static Node ResourceId(FunctionCall call)
    {
        var target = call.Frame.Scope.Target;
        var type = TypeIndex(call);
        var (subscription, group) = (type, target.Level) switch
        {
            (2, _) => (call[0], call[1]),
            (1, DeploymentLevel.ResourceGroup) => (target.SubscriptionId, call[0]),
            (1, _) when call[0] is Node.Text text && !Guid.TryParse(text.Value, out _) => (target.SubscriptionId, call[0]),
            (1, _) => (call[0], null),
            (_, DeploymentLevel.ResourceGroup) => (target.SubscriptionId, target.ResourceGroup),
            _ => (target.SubscriptionId, (Node?)null),
        };
        Node prefix = (type, target.Level, group) switch
        {
            (0, DeploymentLevel.ManagementGroup or DeploymentLevel.Tenant, _) => new Node.Text(call.Place, ""),
            (_, _, null) => TextComposer.Join(call.Place, "/subscriptions/", subscription),
            _ => TextComposer.Join(call.Place, "/subscriptions/", subscription, "/resourceGroups/", group),
        };
        return Id(call, type, prefix);
    }

    private static Node SubscriptionResourceId(FunctionCall call)
    {
        var type = TypeIndex(call);
        return Id(call, type, TextComposer.Join(call.Place, "/subscriptions/", type == 1 ? call[0] : call.Frame.Scope.Target.SubscriptionId));
    }

    /// <summary>The first argument that looks like a type; negative when none does.</summary>
    private static int TypeIndex(FunctionCall call)
    {
        for (var index = 0; index < call.Count; index++)
        {
            if (call[index] is Node.Text text && text.Value.Contains('/', StringComparison.Ordinal))
            {
                return index;
            }
        }

        return -1;
    }

    private static Node Id(FunctionCall call, int typeIndex, Node prefix)
    {
        if (typeIndex is < 0 or > 2 || call[typeIndex] is not Node.Text type)
        {
            return call.Arguments.Any(argument => argument is Node.Unresolved)
                ? call.Unknown()
                : call.WrongType(0, "a type such as 'Microsoft.Network/virtualNetworks'");
        }

        for (var index = 0; index < call.Count; index++)
        {
            if (call[index] is not (Node.Text or Node.Unresolved))
            {
                return call.WrongType(index, "a string");
            }
        }

        return ResourceIds.Create(call.Place, prefix, type.Value, call.Arguments[(typeIndex + 1)..]) is { } id
            ? Tracing.After(call.Trace(), id)
            : call.Fail($"the type '{type.Value}' has another number of names");
    }
}
