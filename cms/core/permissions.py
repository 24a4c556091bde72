def can_see_tasks(user) -> bool:
    return user.is_active and user.has_perm("core.view_taskrun")
