#ifdef __cplusplus
}
#endif

#endif /* CLOUDAGENT_DISPOSITION_H */
